/**
 * Tokens and requests in a time.
 */
@NullMarked
package dev.turbobench.metrics.throughput;

import org.jspecify.annotations.NullMarked;
