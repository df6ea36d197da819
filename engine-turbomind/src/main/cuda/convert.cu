// Weights in another format than the model runs in.
#include "numbers.cuh"

enum Format { FROM_FP32, FROM_FP16, FROM_BF16 };

// target[i] = source[i]. Grid: blocks of 256 threads that walk over the values.
extern "C" __global__ void __launch_bounds__(256) convert(
        const void* __restrict__ source,   // [count] of format `from`
        int from,
        long long count,
        number* __restrict__ target) {     // [count]
    for (long long i = blockIdx.x * 256ll + threadIdx.x; i < count; i += gridDim.x * 256ll) {
        float value;
        if (from == FROM_FP32) {
            value = static_cast<const float*>(source)[i];
        } else {
            const unsigned short bits = static_cast<const unsigned short*>(source)[i];
            if (from == FROM_BF16) {
                value = __uint_as_float((unsigned) bits << 16);
            } else {
                asm("{ .reg .f16 half; mov.b16 half, %1; cvt.f32.f16 %0, half; }" : "=f"(value) : "h"(bits));
            }
        }
        target[i] = to_number(value);
    }
}
