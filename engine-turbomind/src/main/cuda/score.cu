// Log-probabilities of known tokens.
#include "logits.cuh"

// Grid: one block for each row.
extern "C" __global__ void __launch_bounds__(THREADS) score(
        const float* __restrict__ logits,          // [count, VOCABULARY]
        const int* __restrict__ targets,           // [count]
        float* __restrict__ log_probabilities) {   // [count]
    const float* row = logits + (size_t) blockIdx.x * VOCABULARY;
    const float normalizer = log_of_sum(row, block_best(row).logit);
    if (threadIdx.x == 0) {
        log_probabilities[blockIdx.x] = row[targets[blockIdx.x]] - normalizer;
    }
}
