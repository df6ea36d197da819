// Choice of the next token: divide by the temperature, keep the top k, of these the smallest set that has probability
// top p, draw. Probabilities are integers, exp(difference to the largest logit) * 2^40, so that sums do not depend on
// their order and the same seed gives the same token every time.
#include "logits.cuh"
#include "philox.cuh"

typedef unsigned long long mass_t;

constexpr int WARPS = THREADS / 32;
constexpr int DIGIT_BITS = 8;
constexpr int DIGITS = 1 << DIGIT_BITS;
constexpr float MASS_ONE = 1099511627776.0f;   // 2^40
constexpr int SEGMENT = (VOCABULARY + WARPS * 32 - 1) / (WARPS * 32) * 32;   // tokens of one warp

// Unsigned integers in the order of the floats.
__device__ __forceinline__ unsigned key_of(float logit) {
    const unsigned bits = __float_as_uint(logit);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

__device__ __forceinline__ float logit_of(unsigned key) {
    return __uint_as_float(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}

struct Row {
    const float* logits;
    float largest;
    float inverse_temperature;

    __device__ __forceinline__ mass_t mass(float logit) const {
        return (mass_t) (expf((logit - largest) * inverse_temperature) * MASS_ONE);
    }
};

// The most likely tokens: all with a key above `key`, and the first `ties` of those that have this key.
struct Cut {
    unsigned key;
    int ties;
    mass_t above;   // sum over the tokens with a larger key, of ones or of masses
};

__device__ __forceinline__ mass_t warp_total(mass_t value) {
#pragma unroll
    for (int offset = 16; offset > 0; offset /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, offset);
    }
    return value;
}

__device__ mass_t block_total(mass_t value) {
    __shared__ mass_t partial[WARPS];
    value = warp_total(value);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = value;
    }
    __syncthreads();
    return warp_total(partial[threadIdx.x % 32]);
}

// Finds the largest key such that the tokens from there up reach `target`, counted (MASS false) or weighed (MASS true);
// only tokens with a key of at least `lowest` take part, and all of them together reach the target. One digit of the key
// at a time, from the highest.
template <bool MASS>
__device__ Cut find_cut(const Row& row, mass_t target, unsigned lowest) {
    __shared__ mass_t sums[DIGITS];
    __shared__ unsigned chosen;
    __shared__ mass_t passed;
    unsigned prefix = 0;
    mass_t above = 0;
#pragma unroll 1
    for (int shift = 32 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
        __syncthreads();
        for (int i = threadIdx.x; i < DIGITS; i += THREADS) {
            sums[i] = 0;
        }
        __syncthreads();
#pragma unroll 1
        for (int first = 0; first < VOCABULARY; first += THREADS) {
            const int i = first + threadIdx.x;
            const float logit = i < VOCABULARY ? row.logits[i] : 0.0f;
            const unsigned key = key_of(logit);
            const bool counts = i < VOCABULARY && key >= lowest
                && (shift == 32 - DIGIT_BITS || key >> (shift + DIGIT_BITS) == prefix >> (shift + DIGIT_BITS));
            const unsigned active = __ballot_sync(0xffffffffu, counts);
            if (counts) {
                // Most tokens of a warp share the digit: add them up before they meet at one address.
                const unsigned digit = (key >> shift) % DIGITS;
                const unsigned peers = __match_any_sync(active, digit);
                mass_t sum;
                if constexpr (MASS) {
                    const mass_t mass = row.mass(logit);
                    const mass_t low = __reduce_add_sync(peers, (unsigned) (mass & 0xfffffu));
                    const mass_t high = __reduce_add_sync(peers, (unsigned) (mass >> 20));
                    sum = (high << 20) + low;
                } else {
                    sum = __popc(peers);
                }
                if (threadIdx.x % 32 == __ffs(peers) - 1) {
                    atomicAdd(&sums[digit], sum);
                }
            }
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            mass_t total = above;
            int digit = DIGITS - 1;
            while (digit > 0 && total + sums[digit] < target) {
                total += sums[digit--];
            }
            chosen = digit;
            passed = total;
        }
        __syncthreads();
        prefix |= chosen << shift;
        above = passed;
    }
    return Cut{prefix, 0, above};
}

__device__ __forceinline__ int ties_to_reach(mass_t missing, mass_t each) {
    return each == 0 ? 1 : (int) ((missing + each - 1) / each);
}

// Sum of the masses of the tokens with a key above `key`.
__device__ mass_t mass_above(const Row& row, unsigned key) {
    mass_t sum = 0;
    for (int i = threadIdx.x; i < VOCABULARY; i += THREADS) {
        const float logit = row.logits[i];
        sum += key_of(logit) > key ? row.mass(logit) : 0;
    }
    return block_total(sum);
}

// The first token in the order of the ids at which the masses of the kept tokens exceed `point`.
__device__ int token_at(const Row& row, const Cut& cut, mass_t point) {
    __shared__ mass_t masses[WARPS];   // of a segment, without ties
    __shared__ int ties[WARPS];
    __shared__ int answer;
    const int warp = threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    const int begin = warp * SEGMENT;
    const int end = min(begin + SEGMENT, VOCABULARY);
    mass_t sum = 0;
    mass_t equal = 0;
    for (int i = begin + lane; i < end; i += 32) {
        const float logit = row.logits[i];
        const unsigned key = key_of(logit);
        sum += key > cut.key ? row.mass(logit) : 0;
        equal += key == cut.key;
    }
    sum = warp_total(sum);
    equal = warp_total(equal);
    if (lane == 0) {
        masses[warp] = sum;
        ties[warp] = (int) equal;
    }
    __syncthreads();

    const mass_t tie_mass = row.mass(logit_of(cut.key));
    mass_t before = 0;        // mass of the kept tokens in earlier segments
    int ties_before = 0;
    for (int w = 0; w < warp; w++) {
        const int kept = min(ties[w], max(cut.ties - ties_before, 0));
        before += masses[w] + kept * tie_mass;
        ties_before += ties[w];
    }
    const int kept = min(ties[warp], max(cut.ties - ties_before, 0));
    if (point >= before && point < before + masses[warp] + kept * tie_mass) {
        for (int first = begin; first < end; first += 32) {
            const int i = first + lane;
            const float logit = i < end ? row.logits[i] : 0.0f;
            const unsigned key = key_of(logit);
            const bool tied = i < end && key == cut.key;
            const unsigned tied_lanes = __ballot_sync(0xffffffffu, tied);
            const int rank = ties_before + __popc(tied_lanes & ((1u << lane) - 1));
            const bool keep = i < end && (key > cut.key || (tied && rank < cut.ties));
            mass_t running = keep ? row.mass(logit) : 0;   // inclusive sum over the lanes
#pragma unroll
            for (int offset = 1; offset < 32; offset *= 2) {
                const mass_t left = __shfl_up_sync(0xffffffffu, running, offset);
                running += lane >= offset ? left : 0;
            }
            const unsigned reached = __ballot_sync(0xffffffffu, point < before + running);
            if (reached != 0) {
                if (lane == __ffs(reached) - 1) {
                    answer = i;
                }
                break;
            }
            before += __shfl_sync(0xffffffffu, running, 31);
            ties_before += __popc(tied_lanes);
        }
    }
    __syncthreads();
    return answer;
}

__device__ int draw(const Row& row, int top_k, double top_p, mass_t random) {
    Cut cut = {0, 0, 0};   // keeps all: every number has a key above 0
    mass_t total;
    if (top_k > 0 && top_k < VOCABULARY) {
        cut = find_cut<false>(row, top_k, 0);
        cut.ties = top_k - (int) cut.above;
        cut.above = mass_above(row, cut.key);
        total = cut.above + cut.ties * row.mass(logit_of(cut.key));
    } else {
        cut.above = mass_above(row, 0);
        total = cut.above;
    }
    if (top_p < 1.0) {
        mass_t target = (mass_t) ceil(top_p * (double) total);
        target = target < 1 ? 1 : target > total ? total : target;
        if (target > cut.above) {
            cut.ties = ties_to_reach(target - cut.above, row.mass(logit_of(cut.key)));
        } else {
            cut = find_cut<true>(row, target, cut.key + 1);
            cut.ties = ties_to_reach(target - cut.above, row.mass(logit_of(cut.key)));
        }
        total = cut.above + cut.ties * row.mass(logit_of(cut.key));
    }
    return token_at(row, cut, __umul64hi(total, random << 32));
}

// Grid: one block for each sample.
extern "C" __global__ void __launch_bounds__(THREADS) sample(
        const float* __restrict__ logits,           // [count, VOCABULARY]
        const int* __restrict__ top_k,              // [count] 1 is greedy, 0 keeps all
        const double* __restrict__ top_p,           // [count]
        const double* __restrict__ temperature,     // [count] 0 is greedy
        const mass_t* __restrict__ seeds,           // [count]
        const mass_t* __restrict__ draws,           // [count]
        const int* __restrict__ wanted,             // [count] whether the log-probability is asked for
        const int* __restrict__ sample_slots,       // [count]
        int* __restrict__ last_tokens,              // [slots]
        int* __restrict__ tokens,                   // [count]
        float* __restrict__ log_probabilities) {    // [count]
    const int index = blockIdx.x;
    const float* row_logits = logits + (size_t) index * VOCABULARY;
    const Best best = block_best(row_logits);
    int token = best.token;
    if (top_k[index] != 1 && temperature[index] > 0.0) {
        const Row row = {row_logits, best.logit, (float) fmin(1.0 / temperature[index], 1e38)};
        token = draw(row, top_k[index], top_p[index], philox(seeds[index], draws[index]));
    }
    if (threadIdx.x == 0) {
        tokens[index] = token;
        last_tokens[sample_slots[index]] = token;
    }
    if (wanted[index]) {
        const float normalizer = log_of_sum(row_logits, best.logit);
        if (threadIdx.x == 0) {
            log_probabilities[index] = row_logits[token] - normalizer;
        }
    }
}
