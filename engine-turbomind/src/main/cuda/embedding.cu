// Token embedding.
#include "numbers.cuh"

// hidden[r] = embedding[token of row r]. Grid: one block for each row.
extern "C" __global__ void __launch_bounds__(128) embed(
        const int* __restrict__ tokens,          // [rows], -1: the token that the slot of the row got last
        const int* __restrict__ row_sequences,   // [rows]
        const int* __restrict__ slots,           // [sequences]
        const int* __restrict__ last_tokens,     // [slots]
        const number* __restrict__ embedding,    // [VOCABULARY, HIDDEN]
        number* __restrict__ hidden) {           // [rows, HIDDEN]
    static_assert(HIDDEN % 8 == 0, "rows are copied 16 bytes at a time");
    const int row = blockIdx.x;
    int token = tokens[row];
    if (token < 0) {
        token = last_tokens[slots[row_sequences[row]]];
    }
    const number* source = embedding + (size_t) token * HIDDEN;
    number* target = hidden + (size_t) row * HIDDEN;
    for (int i = threadIdx.x * 8; i < HIDDEN; i += 128 * 8) {
        store8(target + i, load8(source + i));
    }
}
