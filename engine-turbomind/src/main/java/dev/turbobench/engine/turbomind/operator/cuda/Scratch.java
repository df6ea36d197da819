package dev.turbobench.engine.turbomind.operator.cuda;

/**
 * Device memory between the kernels of one operator.
 *
 * @param qkv [rows, queryWidth + 2 kvWidth]
 * @param gateUp [rows, 2 intermediate]
 * @param frequencies [headSize / 2] rotation for each position, in single precision
 * @param rotaryMagnitude factor of cosine and sine
 */
record Scratch(long qkv, long gateUp, long frequencies, float rotaryMagnitude) {}
