package dev.turbobench.engine.turbomind.device;

/**
 * What a backend holds on its device, in bytes.
 *
 * @param weights model weights
 * @param cache the KV cache
 * @param workspace activations and scratch
 * @param overhead driver, compiled kernels, graphs
 */
public record DeviceMemory(long weights, long cache, long workspace, long overhead) {}
