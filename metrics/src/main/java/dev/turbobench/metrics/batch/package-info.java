/**
 * What really ran together: batch, queue and KV cache.
 */
@NullMarked
package dev.turbobench.metrics.batch;

import org.jspecify.annotations.NullMarked;
