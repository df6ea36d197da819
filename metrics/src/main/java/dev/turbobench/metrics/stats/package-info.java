/**
 * What can be said about a quantity from a sample, and how sure it is.
 */
@NullMarked
package dev.turbobench.metrics.stats;

import org.jspecify.annotations.NullMarked;
