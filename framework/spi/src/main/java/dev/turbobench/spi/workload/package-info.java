/**
 * The cases of a benchmark matrix.
 */
@NullMarked
package dev.turbobench.spi.workload;

import org.jspecify.annotations.NullMarked;
