// Reductions over a warp and over a block, always in the same order, so that results do not change from run to run.
#pragma once

__device__ __forceinline__ float warp_sum(float value) {
#pragma unroll
    for (int offset = 16; offset > 0; offset /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, offset);
    }
    return value;
}

__device__ __forceinline__ float warp_max(float value) {
#pragma unroll
    for (int offset = 16; offset > 0; offset /= 2) {
        value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, offset));
    }
    return value;
}

// All threads of the block call it and all get the result. THREADS is a multiple of 32, at most 1024.
template <int THREADS>
__device__ __forceinline__ float block_sum(float value) {
    __shared__ float partial[THREADS / 32];
    value = warp_sum(value);
    __syncthreads();   // the previous reduction has been read
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = value;
    }
    __syncthreads();
    value = threadIdx.x % 32 < THREADS / 32 ? partial[threadIdx.x % 32] : 0.0f;
    return warp_sum(value);
}

template <int THREADS>
__device__ __forceinline__ float block_max(float value) {
    __shared__ float partial[THREADS / 32];
    value = warp_max(value);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = value;
    }
    __syncthreads();
    value = partial[threadIdx.x % 32 < THREADS / 32 ? threadIdx.x % 32 : 0];
    return warp_max(value);
}
