// Attention of pieces of prompts to all cached tokens before and at each row, on the tensor cores: online softmax over
// tiles of one KV page (FlashAttention-2, arXiv 2307.08691). Keys and values of the piece are already in the cache.
#include "kv_page.cuh"
#include "mma.cuh"

static_assert(PAGE_TOKENS % 32 == 0, "a page is a whole number of parts");

constexpr int WARPS = 4;
constexpr int THREADS = WARPS * 32;
// Fragments of 16 rows for each warp. Two share what a warp loads; larger heads leave no registers for the second.
constexpr int ROW_TILES = HEAD_SIZE <= 128 ? 2 : 1;
constexpr int BLOCK_ROWS = WARPS * ROW_TILES * 16;
constexpr int STAGES = 2;
constexpr int GROUP = HEADS / KV_HEADS;
constexpr int PART_TOKENS = 32;                 // of a page, at a time
constexpr int TOKEN_TILES = PART_TOKENS / 8;    // fragments of 8 tokens
constexpr int FEATURE_STEPS = HEAD_SIZE / 16;   // fragments of 16 features in a head
constexpr int BLOCK_BYTES = BLOCK_NUMBERS * 2;
constexpr float MINUS_INFINITY = -1e30f;        // finite, so that differences stay defined

extern __shared__ __align__(128) unsigned char memory[];   // query, then STAGES x (keys, values)

// Byte offset of a chunk in a block of rows.
__device__ __forceinline__ int offset(int row, int chunk) {
    return (row * ROW_CHUNKS + swizzled(row, chunk)) * 16;
}

__device__ __forceinline__ void copy_page(const number* cache, int page, int kv_head, unsigned target) {
    const number* source = cache + key_block(page, kv_head);   // keys, then values
    for (int i = threadIdx.x; i < 2 * BLOCK_BYTES / 16; i += THREADS) {
        copy16(target + i * 16, source + i * 8);
    }
}

// Grid: (HEADS, sequences, tiles of the longest piece). The last tiles, which have the most to do, start first.
extern "C" __global__ void __launch_bounds__(THREADS) attention_prefill(
        const number* __restrict__ query,          // [rows, HEADS, HEAD_SIZE]
        const number* __restrict__ cache,          // of the layer
        const int* __restrict__ row_starts,        // [sequences + 1]
        const int* __restrict__ context_lengths,   // [sequences]
        const int* __restrict__ slots,             // [sequences]
        const int* __restrict__ block_tables,      // [slots, blocks_per_slot]
        int blocks_per_slot,
        int first_sequence,                        // of blockIdx.y == 0
        float scale,                               // log2(e) / sqrt(HEAD_SIZE)
        number* __restrict__ attended) {           // [rows, HEADS, HEAD_SIZE]
    const int head = blockIdx.x;
    const int kv_head = head / GROUP;
    const int sequence = first_sequence + blockIdx.y;
    const int first_row = row_starts[sequence];
    const int rows = row_starts[sequence + 1] - first_row;
    const int tile_row = (gridDim.z - 1 - blockIdx.z) * BLOCK_ROWS;   // in the piece
    if (tile_row >= rows) {
        return;
    }
    const int context = context_lengths[sequence];
    const int first_position = context - rows + tile_row;             // of row 0 of this tile
    const int visible = min(context, first_position + BLOCK_ROWS);    // tokens that any row of the tile sees
    const int pages = (visible + PAGE_TOKENS - 1) / PAGE_TOKENS;
    const int* table = block_tables + (size_t) slots[sequence] * blocks_per_slot;

    const int warp = threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    const int warp_row = warp * ROW_TILES * 16;
    const unsigned query_memory = shared_address(memory);
    const unsigned page_memory = query_memory + BLOCK_ROWS * HEAD_SIZE * 2;

    for (int i = threadIdx.x; i < BLOCK_ROWS * ROW_CHUNKS; i += THREADS) {
        const int row = i / ROW_CHUNKS;
        const int chunk = i % ROW_CHUNKS;
        const bool present = tile_row + row < rows;
        const size_t source = ((size_t) (first_row + tile_row + (present ? row : 0)) * HEADS + head) * HEAD_SIZE;
        copy16_or_zero(query_memory + offset(row, chunk), query + source + chunk * 8, present);
    }
    copy_page(cache, table[0], kv_head, page_memory);
    commit_copies();

    float result[ROW_TILES][FEATURE_STEPS * 2][4] = {};   // [16 rows, 8 features] each
    float top[ROW_TILES][2];                              // largest score of rows g and g + 8, scaled
    float mass[ROW_TILES][2] = {};                        // this lane's part of the sum of exponentials
#pragma unroll
    for (int m = 0; m < ROW_TILES; m++) {
        top[m][0] = MINUS_INFINITY;
        top[m][1] = MINUS_INFINITY;
    }

    for (int p = 0; p < pages; p++) {
        const unsigned keys = page_memory + (p % STAGES) * (2 * BLOCK_BYTES);
        const unsigned values = keys + BLOCK_BYTES;
        wait_for_copies<0>();
        __syncthreads();   // the page is there, and everybody is done with the one before
        if (p + 1 < pages) {
            copy_page(cache, table[p + 1], kv_head, page_memory + ((p + 1) % STAGES) * (2 * BLOCK_BYTES));
            commit_copies();
        }
        const int first_token = p * PAGE_TOKENS;
        if (first_token + PAGE_TOKENS > context) {
            // Whatever lies behind the last token may be anything; its weight is 0, but 0 times NaN is not.
            for (int i = threadIdx.x; i < BLOCK_BYTES / 16; i += THREADS) {
                if (first_token + i / ROW_CHUNKS >= context) {
                    *reinterpret_cast<uint4*>(memory + (values - query_memory) + i * 16) = make_uint4(0, 0, 0, 0);
                }
            }
            __syncthreads();
        }

#pragma unroll 1
        for (int part = 0; part < PAGE_TOKENS; part += PART_TOKENS) {
            const int token = first_token + part;   // first of the part
            if (token > first_position + warp_row + ROW_TILES * 16 - 1 || token >= context) {
                break;   // no row of this warp sees it
            }
            float scores[ROW_TILES][TOKEN_TILES][4] = {};
#pragma unroll
            for (int k = 0; k < FEATURE_STEPS; k++) {
                unsigned q[ROW_TILES][4];
#pragma unroll
                for (int m = 0; m < ROW_TILES; m++) {
                    load_matrices(q[m], query_memory + offset(warp_row + m * 16 + lane % 16, 2 * k + lane / 16));
                }
#pragma unroll
                for (int n = 0; n < TOKEN_TILES; n += 2) {
                    unsigned b[4];
                    load_matrices(
                        b, keys + offset(part + n * 8 + lane / 16 * 8 + lane % 8, 2 * k + lane / 8 % 2));
#pragma unroll
                    for (int m = 0; m < ROW_TILES; m++) {
                        mma(scores[m][n], q[m], b[0], b[1]);
                        mma(scores[m][n + 1], q[m], b[2], b[3]);
                    }
                }
            }

#pragma unroll
            for (int m = 0; m < ROW_TILES; m++) {
                const int position = first_position + warp_row + m * 16 + lane / 4;   // of row g; g + 8 is 8 later
                if (token + PART_TOKENS > first_position + warp_row + m * 16 + 1) {
#pragma unroll
                    for (int n = 0; n < TOKEN_TILES; n++) {
#pragma unroll
                        for (int i = 0; i < 4; i++) {
                            const int column = token + n * 8 + lane % 4 * 2 + i % 2;
                            if (column > position + i / 2 * 8 || column >= context) {
                                scores[m][n][i] = MINUS_INFINITY;
                            }
                        }
                    }
                }
                float shrink[2];
#pragma unroll
                for (int half = 0; half < 2; half++) {
                    float best = MINUS_INFINITY;
#pragma unroll
                    for (int n = 0; n < TOKEN_TILES; n++) {
                        best = fmaxf(best, fmaxf(scores[m][n][2 * half], scores[m][n][2 * half + 1]));
                    }
                    best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, 1));
                    best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, 2));
                    const float peak = fmaxf(top[m][half], best * scale);
                    shrink[half] = exp2f(top[m][half] - peak);
                    top[m][half] = peak;
                    mass[m][half] *= shrink[half];
#pragma unroll
                    for (int n = 0; n < TOKEN_TILES; n++) {
#pragma unroll
                        for (int i = 2 * half; i < 2 * half + 2; i++) {
                            scores[m][n][i] = exp2f(fmaf(scores[m][n][i], scale, -peak));
                            mass[m][half] += scores[m][n][i];
                        }
                    }
                }
                // After the first pages the largest score hardly ever changes.
                if (__any_sync(0xffffffffu, shrink[0] != 1.0f || shrink[1] != 1.0f)) {
#pragma unroll
                    for (int n = 0; n < FEATURE_STEPS * 2; n++) {
#pragma unroll
                        for (int i = 0; i < 4; i++) {
                            result[m][n][i] *= shrink[i / 2];
                        }
                    }
                }
            }

#pragma unroll
            for (int k = 0; k < PART_TOKENS / 16; k++) {
                unsigned weights[ROW_TILES][4];
#pragma unroll
                for (int m = 0; m < ROW_TILES; m++) {
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        const float* pair = &scores[m][2 * k + i / 2][i % 2 * 2];
                        weights[m][i] = pack(pair[0], pair[1]);
                    }
                }
#pragma unroll
                for (int n = 0; n < FEATURE_STEPS; n++) {
                    unsigned b[4];
                    load_transposed(b, values + offset(part + k * 16 + lane % 16, 2 * n + lane / 16));
#pragma unroll
                    for (int m = 0; m < ROW_TILES; m++) {
                        mma(result[m][2 * n], weights[m], b[0], b[1]);
                        mma(result[m][2 * n + 1], weights[m], b[2], b[3]);
                    }
                }
            }
        }
    }

#pragma unroll
    for (int m = 0; m < ROW_TILES; m++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
            float sum = mass[m][half];
            sum += __shfl_xor_sync(0xffffffffu, sum, 1);
            sum += __shfl_xor_sync(0xffffffffu, sum, 2);
            const float inverse = 1.0f / sum;
            const int row = tile_row + (warp * ROW_TILES + m) * 16 + half * 8 + lane / 4;
            if (row < rows) {
                number* target = attended + ((size_t) (first_row + row) * HEADS + head) * HEAD_SIZE + lane % 4 * 2;
#pragma unroll
                for (int n = 0; n < FEATURE_STEPS * 2; n++) {
                    *reinterpret_cast<number2*>(target + n * 8) =
                        pack(result[m][n][2 * half] * inverse, result[m][n][2 * half + 1] * inverse);
                }
            }
        }
    }
}
