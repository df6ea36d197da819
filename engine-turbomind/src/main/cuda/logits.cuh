// What sampling and scoring share: one block of THREADS threads works on one row of VOCABULARY logits.
#pragma once

#include "reduce.cuh"

constexpr int THREADS = 1024;

struct Best {
    float logit;
    int token;
};

// The larger logit; of equal ones the lower id.
__device__ __forceinline__ Best better(Best a, Best b) {
    return b.logit > a.logit || (b.logit == a.logit && b.token < a.token) ? b : a;
}

__device__ __forceinline__ Best warp_best(Best best) {
#pragma unroll
    for (int offset = 16; offset > 0; offset /= 2) {
        const Best other = {
            __shfl_xor_sync(0xffffffffu, best.logit, offset), __shfl_xor_sync(0xffffffffu, best.token, offset)};
        best = better(best, other);
    }
    return best;
}

// All threads get the result.
__device__ __forceinline__ Best block_best(const float* __restrict__ logits) {
    __shared__ Best partial[THREADS / 32];
    Best best = {-__int_as_float(0x7f800000), VOCABULARY};
    for (int i = threadIdx.x; i < VOCABULARY; i += THREADS) {
        best = better(best, Best{logits[i], i});
    }
    best = warp_best(best);
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = best;
    }
    __syncthreads();
    return warp_best(partial[threadIdx.x % 32]);
}

// log(sum(exp(logits))); all threads get the result.
__device__ __forceinline__ float log_of_sum(const float* __restrict__ logits, float largest) {
    float sum = 0.0f;
    for (int i = threadIdx.x; i < VOCABULARY; i += THREADS) {
        sum += expf(logits[i] - largest);
    }
    return largest + logf(block_sum<THREADS>(sum));
}
