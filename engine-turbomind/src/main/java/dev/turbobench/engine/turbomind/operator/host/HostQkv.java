package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.operator.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Weights of the query, key and value projection.
 *
 * @param matrix query, key and value rows stacked, with their biases
 * @param queryNorm [headSize] or {@code null}
 * @param keyNorm [headSize] or {@code null}
 */
record HostQkv(HostMatrix matrix, float @Nullable [] queryNorm, float @Nullable [] keyNorm) implements Parameter {}
