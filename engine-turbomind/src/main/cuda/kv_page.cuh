// Layout of the KV cache of one layer: [page][KV_HEADS][key, value][PAGE_TOKENS][HEAD_SIZE].
//
// The key (or value) block of a page and head is contiguous, so that it is copied to shared memory as it is. Within a row
// the 16-byte chunks are permuted by the row number, so that eight rows at the same chunk lie in different banks.
// KvPageLayout on the host computes the same addresses.
#pragma once

#include "numbers.cuh"

constexpr int ROW_CHUNKS = HEAD_SIZE / 8;
constexpr int BLOCK_NUMBERS = PAGE_TOKENS * HEAD_SIZE;              // keys of one page and head
constexpr int PAGE_NUMBERS = KV_HEADS * 2 * BLOCK_NUMBERS;

static_assert(HEAD_SIZE % 16 == 0, "a head is a whole number of matrix fragments");

// Where chunk `chunk` of row `row` is stored in its row.
__device__ __forceinline__ int swizzled(int row, int chunk) {
    if constexpr (ROW_CHUNKS % 8 == 0) {
        return chunk ^ (row & 7);
    } else if constexpr (ROW_CHUNKS % 4 == 0) {
        return chunk ^ ((row >> 1) & 3);
    } else {
        return chunk;
    }
}

__device__ __forceinline__ size_t key_block(int page, int kv_head) {
    return (size_t) page * PAGE_NUMBERS + (size_t) kv_head * (2 * BLOCK_NUMBERS);
}

__device__ __forceinline__ size_t value_block(int page, int kv_head) {
    return key_block(page, kv_head) + BLOCK_NUMBERS;
}
