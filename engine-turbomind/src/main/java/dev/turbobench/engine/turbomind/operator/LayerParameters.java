package dev.turbobench.engine.turbomind.operator;

/**
 * Weights of one decoder layer on a device.
 *
 * @param index number of the layer, which also names its part of the KV cache
 * @param attentionNorm [hidden]
 * @param qkv [queryWidth + 2 kvWidth, hidden], with its biases and the norms of query and key heads if there are any
 * @param output [hidden, queryWidth]
 * @param feedForwardNorm [hidden]
 * @param gateUp [2 intermediate, hidden]
 * @param down [hidden, intermediate]
 */
public record LayerParameters(
        int index,
        Parameter attentionNorm,
        Parameter qkv,
        Parameter output,
        Parameter feedForwardNorm,
        Parameter gateUp,
        Parameter down) {}
