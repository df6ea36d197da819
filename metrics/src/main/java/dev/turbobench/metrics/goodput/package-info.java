/**
 * Requests that kept the limits a user set.
 */
@NullMarked
package dev.turbobench.metrics.goodput;

import org.jspecify.annotations.NullMarked;
