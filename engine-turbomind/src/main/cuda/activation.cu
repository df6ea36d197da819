// SwiGLU (arXiv 2002.05202).
#include "numbers.cuh"

static_assert(INTERMEDIATE % 8 == 0, "rows are read 16 bytes at a time");

__device__ __forceinline__ float silu(float x) {
    return x / (1.0f + __expf(-x));
}

// activated[r] = silu(gate[r]) * up[r]. Grid: (blocks for the columns, rows).
extern "C" __global__ void __launch_bounds__(256) swiglu(
        const number* __restrict__ gate_up,    // [rows, 2 * INTERMEDIATE], gate first
        number* __restrict__ activated) {      // [rows, INTERMEDIATE]
    const int column = (blockIdx.x * 256 + threadIdx.x) * 8;
    if (column >= INTERMEDIATE) {
        return;
    }
    const number* row = gate_up + (size_t) blockIdx.y * (2 * INTERMEDIATE) + column;
    const number8 gate = load8(row);
    const number8 up = load8(row + INTERMEDIATE);
    number8 result;
#pragma unroll
    for (int p = 0; p < 4; p++) {
        const float2 g = unpack(gate.pair[p]);
        const float2 u = unpack(up.pair[p]);
        result.pair[p] = pack(silu(g.x) * u.x, silu(g.y) * u.y);
    }
    store8(activated + (size_t) blockIdx.y * INTERMEDIATE + column, result);
}
