// 16-bit floating point without the headers of the toolkit, which are not on every machine.
// BF16 (0 or 1) chooses the format. Values are kept as their bits; arithmetic is done in single precision.
#pragma once

typedef unsigned short number;   // one value
typedef unsigned int number2;    // two values, the first one in the low half

__device__ __forceinline__ float2 unpack(number2 packed) {
    float2 values;
#if BF16
    values.x = __uint_as_float(packed << 16);
    values.y = __uint_as_float(packed & 0xffff0000u);
#else
    asm("{ .reg .f16 low, high; mov.b32 {low, high}, %2; cvt.f32.f16 %0, low; cvt.f32.f16 %1, high; }"
        : "=f"(values.x), "=f"(values.y)
        : "r"(packed));
#endif
    return values;
}

__device__ __forceinline__ number2 pack(float first, float second) {
    number2 packed;
#if BF16
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(second), "f"(first));
#else
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(second), "f"(first));
#endif
    return packed;
}

__device__ __forceinline__ float to_float(number value) {
    return unpack(value).x;
}

__device__ __forceinline__ number to_number(float value) {
    return (number) (pack(value, 0.0f) & 0xffffu);
}

// Eight values, which is what one 16-byte access moves.
struct alignas(16) number8 {
    number2 pair[4];
};

__device__ __forceinline__ number8 load8(const number* __restrict__ source) {
    return *reinterpret_cast<const number8*>(source);
}

__device__ __forceinline__ void store8(number* __restrict__ target, const number8& values) {
    *reinterpret_cast<number8*>(target) = values;
}
