// Philox-4x32-10, the counter-based random numbers of Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3",
// SC 2011. No state: number `draw` of a seed is computed from both.
#pragma once

// First of the four words of a draw.
__device__ __forceinline__ unsigned philox(unsigned long long seed, unsigned long long draw) {
    unsigned c0 = (unsigned) draw;
    unsigned c1 = (unsigned) (draw >> 32);
    unsigned c2 = 0;
    unsigned c3 = 0;
    unsigned k0 = (unsigned) seed;
    unsigned k1 = (unsigned) (seed >> 32);
#pragma unroll
    for (int round = 0; round < 10; round++) {
        const unsigned high0 = __umulhi(0xD2511F53u, c0);
        const unsigned low0 = 0xD2511F53u * c0;
        const unsigned high1 = __umulhi(0xCD9E8D57u, c2);
        const unsigned low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c0;
}
