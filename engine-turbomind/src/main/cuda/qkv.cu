// What follows the projection to query, key and value: biases, norms of the heads (Qwen3), rotary embedding
// (arXiv 2104.09864, half-split order: feature j turns with feature j + HEAD_SIZE / 2), and the write to the KV cache.
#include "kv_page.cuh"
#include "reduce.cuh"

constexpr int WARPS = 4;
constexpr int PAIRS = HEAD_SIZE / 2;
constexpr int LANE_PAIRS = (PAIRS + 31) / 32;   // of one lane, adjacent
constexpr int ALL_HEADS = HEADS + 2 * KV_HEADS;

static_assert(PAIRS % LANE_PAIRS == 0, "a lane has all its pairs or none");

#if ROPE_DYNAMIC
// Dynamic NTK: the base grows with the length of the sequence once it exceeds what the model was trained with.
__device__ __forceinline__ float frequency(int pair, int length) {
    double base = ROPE_BASE;
    if (length > ROPE_ORIGINAL) {
        const double stretch = ROPE_FACTOR * length / ROPE_ORIGINAL - (ROPE_FACTOR - 1.0);
        base *= pow(stretch, HEAD_SIZE / (HEAD_SIZE - 2.0));
    }
    return (float) pow(base, -2.0 * pair / HEAD_SIZE);
}
#endif

// One warp turns one head of one row. Grid: (ceil(ALL_HEADS / WARPS), rows).
extern "C" __global__ void __launch_bounds__(WARPS * 32) finish_qkv(
        const number* __restrict__ qkv,            // [rows, ALL_HEADS, HEAD_SIZE], biases not yet added
        const number* __restrict__ bias,           // [ALL_HEADS, HEAD_SIZE] or null
        const number* __restrict__ query_norm,     // [HEAD_SIZE] or null
        const number* __restrict__ key_norm,       // [HEAD_SIZE] or null
        float epsilon,
        const float* __restrict__ frequencies,     // [PAIRS] angle for each position; unused with ROPE_DYNAMIC
        float magnitude,                           // of cosine and sine, 1 but for YaRN
        const int* __restrict__ positions,         // [rows]
        const int* __restrict__ row_sequences,     // [rows]
        const int* __restrict__ prompt_lengths,    // [sequences]
        const int* __restrict__ slots,             // [sequences]
        const int* __restrict__ block_tables,      // [slots, blocks_per_slot]
        int blocks_per_slot,
        number* __restrict__ query,                // [rows, HEADS, HEAD_SIZE]
        number* __restrict__ cache) {              // of the layer
    const int row = blockIdx.y;
    const int head = blockIdx.x * WARPS + threadIdx.x / 32;
    if (head >= ALL_HEADS) {
        return;
    }
    const int lane = threadIdx.x % 32;
    const int pair = lane * LANE_PAIRS;   // first of this lane
    const bool active = pair < PAIRS;
    const number* source = qkv + ((size_t) row * ALL_HEADS + head) * HEAD_SIZE;
    float low[LANE_PAIRS];    // features pair + i
    float high[LANE_PAIRS];   // features pair + i + HEAD_SIZE / 2
#pragma unroll
    for (int i = 0; i < LANE_PAIRS; i++) {
        low[i] = active ? to_float(source[pair + i]) : 0.0f;
        high[i] = active ? to_float(source[pair + i + PAIRS]) : 0.0f;
        if (bias != nullptr && active) {
            low[i] += to_float(bias[head * HEAD_SIZE + pair + i]);
            high[i] += to_float(bias[head * HEAD_SIZE + pair + i + PAIRS]);
        }
    }
    const bool is_query = head < HEADS;
    const bool is_value = head >= HEADS + KV_HEADS;
    const int position = positions[row];
    const int sequence = row_sequences[row];
    if (!is_value) {
        const number* norm = is_query ? query_norm : key_norm;
        if (norm != nullptr) {
            float squares = 0.0f;
#pragma unroll
            for (int i = 0; i < LANE_PAIRS; i++) {
                squares += low[i] * low[i] + high[i] * high[i];
            }
            const float scale = rsqrtf(warp_sum(squares) / HEAD_SIZE + epsilon);
#pragma unroll
            for (int i = 0; i < LANE_PAIRS; i++) {
                if (active) {
                    low[i] *= scale * to_float(norm[pair + i]);
                    high[i] *= scale * to_float(norm[pair + i + PAIRS]);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < LANE_PAIRS; i++) {
            if (active) {
#if ROPE_DYNAMIC
                const float angle = position * frequency(pair + i, max(prompt_lengths[sequence], position + 1));
#else
                const float angle = position * frequencies[pair + i];
#endif
                float sine;
                float cosine;
                sincosf(angle, &sine, &cosine);
                const float x = low[i];
                const float y = high[i];
                low[i] = (x * cosine - y * sine) * magnitude;
                high[i] = (y * cosine + x * sine) * magnitude;
            }
        }
    }
    if (!active) {
        return;
    }
    if (is_query) {
        number* target = query + ((size_t) row * HEADS + head) * HEAD_SIZE;
#pragma unroll
        for (int i = 0; i < LANE_PAIRS; i++) {
            target[pair + i] = to_number(low[i]);
            target[pair + i + PAIRS] = to_number(high[i]);
        }
        return;
    }
    const int kv_head = (head - HEADS) % KV_HEADS;
    const int page = block_tables[(size_t) slots[sequence] * blocks_per_slot + position / PAGE_TOKENS];
    const int token = position % PAGE_TOKENS;
    number* target = cache + (is_value ? value_block(page, kv_head) : key_block(page, kv_head)) + token * HEAD_SIZE;
#pragma unroll
    for (int i = 0; i < LANE_PAIRS; i++) {
        const int first = pair + i;
        const int second = first + PAIRS;
        target[swizzled(token, first / 8) * 8 + first % 8] = to_number(low[i]);
        target[swizzled(token, second / 8) * 8 + second % 8] = to_number(high[i]);
    }
}
