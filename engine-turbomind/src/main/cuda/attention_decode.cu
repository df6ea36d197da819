// Attention of single rows to all cached tokens of their sequences, with the KV cache split over blocks (FlashDecoding).
//
// The query heads that share a KV head form one fragment, so keys and values are read once. Scores are computed
// transposed, [tokens, queries] = keys * queries^T, so that keys and values are the large operand of the tensor cores.
// Each warp has its own quarter of every page and its own ring of copies; warps meet only at the end. The block that
// finishes a sequence and head last merges the parts, in a fixed order.
#include "kv_page.cuh"
#include "mma.cuh"

#ifndef STAGES
#define STAGES 3   // pages in flight
#endif

constexpr int WARPS = PAGE_TOKENS / 16;
constexpr int THREADS = WARPS * 32;
constexpr int GROUP = HEADS / KV_HEADS;
constexpr int QUERY_TILES = (GROUP + 7) / 8;
constexpr int FEATURE_STEPS = HEAD_SIZE / 16;
constexpr int PIECE_BYTES = 16 * HEAD_SIZE * 2;    // keys of one warp in one page
constexpr int PART_FLOATS = HEAD_SIZE + 2;         // unnormalised result, largest score, mass
constexpr float MINUS_INFINITY = -1e30f;

extern __shared__ __align__(128) unsigned char memory[];   // WARPS x STAGES x (keys, values)

__device__ __forceinline__ int offset(int row, int chunk) {
    return (row * ROW_CHUNKS + swizzled(row, chunk)) * 16;
}

// Merges parts [QUERY_TILES * 8][count] and writes the rows of the group.
__device__ __forceinline__ void merge(
        const float* parts,   // [count][QUERIES][PART_FLOATS]
        int count,
        int queries,          // rows of a part
        number* __restrict__ target) {   // [GROUP, HEAD_SIZE]
    for (int i = threadIdx.x; i < GROUP * HEAD_SIZE; i += THREADS) {
        const int query = i / HEAD_SIZE;
        const int feature = i % HEAD_SIZE;
        float top = MINUS_INFINITY;
        for (int c = 0; c < count; c++) {
            top = fmaxf(top, parts[((size_t) c * queries + query) * PART_FLOATS + HEAD_SIZE]);
        }
        float sum = 0.0f;
        float mass = 0.0f;
        for (int c = 0; c < count; c++) {
            const float* part = parts + ((size_t) c * queries + query) * PART_FLOATS;
            const float factor = exp2f(part[HEAD_SIZE] - top);
            sum += factor * part[feature];
            mass += factor * part[HEAD_SIZE + 1];
        }
        target[i] = to_number(sum / mass);
    }
}

// Grid: (splits, KV_HEADS, sequences).
extern "C" __global__ void __launch_bounds__(THREADS) attention_decode(
        const number* __restrict__ query,          // [rows, HEADS, HEAD_SIZE]; row s belongs to sequence s
        const number* __restrict__ cache,          // of the layer
        const int* __restrict__ context_lengths,   // [sequences]
        const int* __restrict__ slots,             // [sequences]
        const int* __restrict__ block_tables,      // [slots, blocks_per_slot]
        int blocks_per_slot,
        float scale,                               // log2(e) / sqrt(HEAD_SIZE)
        float* __restrict__ parts,                 // [sequences, KV_HEADS, splits, GROUP, PART_FLOATS]
        unsigned* __restrict__ arrivals,           // [sequences, KV_HEADS], 0 before and after
        number* __restrict__ attended) {           // [rows, HEADS, HEAD_SIZE]
    const int split = blockIdx.x;
    const int splits = gridDim.x;
    const int kv_head = blockIdx.y;
    const int sequence = blockIdx.z;
    const int warp = threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    const int context = context_lengths[sequence];
    const int pages = (context + PAGE_TOKENS - 1) / PAGE_TOKENS;
    const int first_page = pages * split / splits;
    const int end_page = pages * (split + 1) / splits;
    const int* table = block_tables + (size_t) slots[sequence] * blocks_per_slot;
    const unsigned ring = shared_address(memory) + warp * (STAGES * 2 * PIECE_BYTES);
    const int warp_token = warp * 16;   // in the page

    // Pieces behind the last token are neither copied nor used.
    auto copy_piece = [&](int page) {
        if (page < end_page && page * PAGE_TOKENS + warp_token < context) {
            const unsigned target = ring + (page - first_page) % STAGES * (2 * PIECE_BYTES);
            const number* keys = cache + key_block(table[page], kv_head) + warp_token * HEAD_SIZE;
#pragma unroll
            for (int i = lane; i < PIECE_BYTES / 16; i += 32) {
                copy16(target + i * 16, keys + i * 8);
                copy16(target + PIECE_BYTES + i * 16, keys + BLOCK_NUMBERS + i * 8);
            }
        }
        commit_copies();
    };
#pragma unroll
    for (int s = 0; s < STAGES - 1; s++) {
        copy_piece(first_page + s);
    }

    unsigned queries[QUERY_TILES][FEATURE_STEPS][2];
#pragma unroll
    for (int n = 0; n < QUERY_TILES; n++) {
        const int member = n * 8 + lane / 4;
        const number* source =
            query + ((size_t) sequence * HEADS + kv_head * GROUP + member) * HEAD_SIZE + lane % 4 * 2;
#pragma unroll
        for (int k = 0; k < FEATURE_STEPS; k++) {
            queries[n][k][0] = member < GROUP ? *reinterpret_cast<const number2*>(source + k * 16) : 0;
            queries[n][k][1] = member < GROUP ? *reinterpret_cast<const number2*>(source + k * 16 + 8) : 0;
        }
    }

    float result[QUERY_TILES][FEATURE_STEPS][4] = {};   // [16 features, 8 queries] each
    float top[QUERY_TILES][2];                          // of queries 2t and 2t + 1, scaled
    float mass[QUERY_TILES][2] = {};                    // this lane's part
#pragma unroll
    for (int n = 0; n < QUERY_TILES; n++) {
        top[n][0] = MINUS_INFINITY;
        top[n][1] = MINUS_INFINITY;
    }

    for (int page = first_page; page < end_page; page++) {
        __syncwarp();   // the stage that is overwritten next has been read by all lanes
        copy_piece(page + STAGES - 1);
        wait_for_copies<STAGES - 1>();
        __syncwarp();
        const int first_token = page * PAGE_TOKENS + warp_token;
        if (first_token >= context) {
            continue;
        }
        const unsigned keys = ring + (page - first_page) % STAGES * (2 * PIECE_BYTES);
        const unsigned values = keys + PIECE_BYTES;
        if (first_token + 16 > context) {
            // Whatever lies behind the last token may be anything; its weight is 0, but 0 times NaN is not.
            for (int i = lane; i < PIECE_BYTES / 16; i += 32) {
                if (first_token + i / ROW_CHUNKS >= context) {
                    unsigned char* target = memory + (values - shared_address(memory)) + i * 16;
                    *reinterpret_cast<uint4*>(target) = make_uint4(0, 0, 0, 0);
                }
            }
            __syncwarp();
        }

        float scores[QUERY_TILES][4] = {};
#pragma unroll
        for (int k = 0; k < FEATURE_STEPS; k++) {
            unsigned a[4];
            load_matrices(a, keys + offset(lane % 16, 2 * k + lane / 16));
#pragma unroll
            for (int n = 0; n < QUERY_TILES; n++) {
                mma(scores[n], a, queries[n][k][0], queries[n][k][1]);
            }
        }

        unsigned weights[QUERY_TILES][2];
#pragma unroll
        for (int n = 0; n < QUERY_TILES; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                if (first_token + lane / 4 + i / 2 * 8 >= context) {
                    scores[n][i] = MINUS_INFINITY;
                }
            }
#pragma unroll
            for (int i = 0; i < 2; i++) {
                float best = fmaxf(scores[n][i], scores[n][i + 2]);
                best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, 4));
                best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, 8));
                best = fmaxf(best, __shfl_xor_sync(0xffffffffu, best, 16));
                const float peak = fmaxf(top[n][i], best * scale);
                const float shrink = exp2f(top[n][i] - peak);
                top[n][i] = peak;
                scores[n][i] = exp2f(fmaf(scores[n][i], scale, -peak));
                scores[n][i + 2] = exp2f(fmaf(scores[n][i + 2], scale, -peak));
                mass[n][i] = mass[n][i] * shrink + scores[n][i] + scores[n][i + 2];
#pragma unroll
                for (int f = 0; f < FEATURE_STEPS; f++) {
                    result[n][f][i] *= shrink;
                    result[n][f][i + 2] *= shrink;
                }
            }
            weights[n][0] = transpose(pack(scores[n][0], scores[n][1]));
            weights[n][1] = transpose(pack(scores[n][2], scores[n][3]));
        }

#pragma unroll
        for (int f = 0; f < FEATURE_STEPS; f++) {
            unsigned a[4];
            load_transposed(a, values + offset(lane / 16 * 8 + lane % 8, 2 * f + lane / 8 % 2));
#pragma unroll
            for (int n = 0; n < QUERY_TILES; n++) {
                mma(result[n][f], a, weights[n][0], weights[n][1]);
            }
        }
    }

    // The ring is free now: it takes the results of the warps, [WARPS][QUERY_TILES * 8][PART_FLOATS].
    wait_for_copies<0>();
    __syncthreads();
    float* shared_parts = reinterpret_cast<float*>(memory);
#pragma unroll
    for (int n = 0; n < QUERY_TILES; n++) {
#pragma unroll
        for (int i = 0; i < 2; i++) {
            mass[n][i] += __shfl_xor_sync(0xffffffffu, mass[n][i], 4);
            mass[n][i] += __shfl_xor_sync(0xffffffffu, mass[n][i], 8);
            mass[n][i] += __shfl_xor_sync(0xffffffffu, mass[n][i], 16);
            const int member = n * 8 + lane % 4 * 2 + i;
            float* part = shared_parts + (warp * (QUERY_TILES * 8) + member) * PART_FLOATS;
#pragma unroll
            for (int f = 0; f < FEATURE_STEPS; f++) {
                part[f * 16 + lane / 4] = result[n][f][i];
                part[f * 16 + lane / 4 + 8] = result[n][f][i + 2];
            }
            if (lane / 4 == 0) {
                part[HEAD_SIZE] = top[n][i];
                part[HEAD_SIZE + 1] = mass[n][i];
            }
        }
    }
    __syncthreads();

    number* target = attended + ((size_t) sequence * HEADS + kv_head * GROUP) * HEAD_SIZE;
    if (splits == 1) {
        merge(shared_parts, WARPS, QUERY_TILES * 8, target);
        return;
    }

    const size_t pair = (size_t) sequence * KV_HEADS + kv_head;
    float* pair_parts = parts + pair * splits * (GROUP * PART_FLOATS);
    for (int i = threadIdx.x; i < GROUP * PART_FLOATS; i += THREADS) {
        const int member = i / PART_FLOATS;
        const int column = i % PART_FLOATS;
        float peak = MINUS_INFINITY;
#pragma unroll
        for (int w = 0; w < WARPS; w++) {
            peak = fmaxf(peak, shared_parts[(w * (QUERY_TILES * 8) + member) * PART_FLOATS + HEAD_SIZE]);
        }
        float sum = 0.0f;
#pragma unroll
        for (int w = 0; w < WARPS; w++) {
            const float* part = shared_parts + (w * (QUERY_TILES * 8) + member) * PART_FLOATS;
            sum += exp2f(part[HEAD_SIZE] - peak) * part[column];
        }
        pair_parts[split * (GROUP * PART_FLOATS) + i] = column == HEAD_SIZE ? peak : sum;
    }
    __threadfence();
    __syncthreads();
    __shared__ bool last;
    if (threadIdx.x == 0) {
        last = atomicAdd(&arrivals[pair], 1) == splits - 1;
        if (last) {
            arrivals[pair] = 0;
        }
    }
    __syncthreads();
    if (last) {
        __threadfence();
        merge(pair_parts, splits, GROUP, target);
    }
}
