/**
 * Device memory, split by purpose.
 */
@NullMarked
package dev.turbobench.metrics.memory;

import org.jspecify.annotations.NullMarked;
