// Random weights, made where they are needed. The formula is that of RandomValues on the host: every value is computed
// from its index, and is exact in every format.
#include "numbers.cuh"

typedef unsigned long long u64;

// target[i] = value i of a tensor. Grid: blocks of 256 threads that walk over the values.
extern "C" __global__ void __launch_bounds__(256) synthesize(
        u64 seed,
        int base,
        int shift,
        float scale,
        long long count,
        number* __restrict__ target) {   // [count]
    for (long long i = blockIdx.x * 256ll + threadIdx.x; i < count; i += gridDim.x * 256ll) {
        u64 z = seed + (u64) (i + 1) * 0x9E3779B97F4A7C15ull;   // SplitMix64
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        z = z ^ (z >> 31);
        const int sum = (int) (z & 63) + (int) (z >> 6 & 63) + (int) (z >> 12 & 63) + (int) (z >> 18 & 63);
        target[i] = to_number((base + ((sum - 126) >> shift)) * scale);
    }
}
