/**
 * Times that a request or its tokens took.
 */
@NullMarked
package dev.turbobench.metrics.latency;

import org.jspecify.annotations.NullMarked;
