package dev.turbobench.engine.turbomind.model;

import org.jspecify.annotations.Nullable;

/**
 * Weights of one decoder layer. Query and key rows are in the half-split rotary order of Hugging Face: within a head,
 * feature {@code j} is rotated together with feature {@code j + headSize / 2}.
 *
 * @param attentionNorm [hidden]
 * @param query [queryWidth, hidden]
 * @param key [kvWidth, hidden]
 * @param value [kvWidth, hidden]
 * @param queryBias [queryWidth] or {@code null}
 * @param keyBias [kvWidth] or {@code null}
 * @param valueBias [kvWidth] or {@code null}
 * @param queryNorm [headSize] or {@code null}
 * @param keyNorm [headSize] or {@code null}
 * @param output [hidden, queryWidth]
 * @param outputBias [hidden] or {@code null}
 * @param feedForwardNorm [hidden]
 * @param gate [intermediate, hidden]
 * @param up [intermediate, hidden]
 * @param down [hidden, intermediate]
 */
public record LayerWeights(
        Weight attentionNorm,
        Weight query,
        Weight key,
        Weight value,
        @Nullable Weight queryBias,
        @Nullable Weight keyBias,
        @Nullable Weight valueBias,
        @Nullable Weight queryNorm,
        @Nullable Weight keyNorm,
        Weight output,
        @Nullable Weight outputBias,
        Weight feedForwardNorm,
        Weight gate,
        Weight up,
        Weight down) {}
