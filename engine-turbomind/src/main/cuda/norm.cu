// RMSNorm (arXiv 1910.07467): x / sqrt(mean(x^2) + epsilon) * weight. Grid: one block for each row.
#include "numbers.cuh"
#include "reduce.cuh"

static_assert(HIDDEN % 8 == 0, "rows are read 16 bytes at a time");

constexpr int THREADS = 256;
constexpr int VECTORS = (HIDDEN / 8 + THREADS - 1) / THREADS;   // of one thread

// Normalises a row that the block holds in registers, VECTORS * 8 values a thread.
__device__ __forceinline__ void write_normed(
        const float (&values)[VECTORS][8], const number* __restrict__ weight, float epsilon, number* __restrict__ normed) {
    float squares = 0.0f;
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
#pragma unroll
        for (int i = 0; i < 8; i++) {
            squares += values[v][i] * values[v][i];
        }
    }
    const float scale = rsqrtf(block_sum<THREADS>(squares) / HIDDEN + epsilon);
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
        const int column = (v * THREADS + threadIdx.x) * 8;
        if (column < HIDDEN) {
            const number8 weights = load8(weight + column);
            number8 result;
#pragma unroll
            for (int p = 0; p < 4; p++) {
                const float2 w = unpack(weights.pair[p]);
                result.pair[p] = pack(values[v][2 * p] * scale * w.x, values[v][2 * p + 1] * scale * w.y);
            }
            store8(normed + column, result);
        }
    }
}

// values = source + delta, delta may be null
__device__ __forceinline__ void read_sum(
        const number* __restrict__ source, const number* __restrict__ delta, float (&values)[VECTORS][8]) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
        const int column = (v * THREADS + threadIdx.x) * 8;
        number8 x = {};
        number8 d = {};
        if (column < HIDDEN) {
            x = load8(source + column);
            if (delta != nullptr) {
                d = load8(delta + column);
            }
        }
#pragma unroll
        for (int p = 0; p < 4; p++) {
            const float2 a = unpack(x.pair[p]);
            const float2 b = unpack(d.pair[p]);
            values[v][2 * p] = a.x + b.x;
            values[v][2 * p + 1] = a.y + b.y;
        }
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) rms_norm(
        const number* __restrict__ weight,   // [HIDDEN]
        float epsilon,
        const number* __restrict__ hidden,   // [rows, HIDDEN]
        number* __restrict__ normed) {       // [rows, HIDDEN]
    const size_t row = (size_t) blockIdx.x * HIDDEN;
    float values[VECTORS][8];
    read_sum(hidden + row, nullptr, values);
    write_normed(values, weight, epsilon, normed + row);
}

// hidden += delta; normed = norm(hidden)
extern "C" __global__ void __launch_bounds__(THREADS) add_rms_norm(
        const number* __restrict__ weight,   // [HIDDEN]
        float epsilon,
        const number* __restrict__ delta,    // [rows, HIDDEN]
        number* __restrict__ hidden,         // [rows, HIDDEN]
        number* __restrict__ normed) {       // [rows, HIDDEN]
    const size_t row = (size_t) blockIdx.x * HIDDEN;
    float values[VECTORS][8];
    read_sum(hidden + row, delta + row, values);
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
        const int column = (v * THREADS + threadIdx.x) * 8;
        if (column < HIDDEN) {
            number8 sum;
#pragma unroll
            for (int p = 0; p < 4; p++) {
                sum.pair[p] = pack(values[v][2 * p], values[v][2 * p + 1]);
            }
            store8(hidden + row + column, sum);
        }
    }
    write_normed(values, weight, epsilon, normed + row);
}

// normed[i] = norm(hidden[rows[i]] + delta[rows[i]])
extern "C" __global__ void __launch_bounds__(THREADS) add_rms_norm_selected(
        const int* __restrict__ rows,        // [count]
        const number* __restrict__ weight,   // [HIDDEN]
        float epsilon,
        const number* __restrict__ delta,    // [batch rows, HIDDEN]
        const number* __restrict__ hidden,   // [batch rows, HIDDEN]
        number* __restrict__ normed) {       // [count, HIDDEN]
    const size_t row = (size_t) rows[blockIdx.x] * HIDDEN;
    float values[VECTORS][8];
    read_sum(hidden + row, delta + row, values);
    write_normed(values, weight, epsilon, normed + (size_t) blockIdx.x * HIDDEN);
}
