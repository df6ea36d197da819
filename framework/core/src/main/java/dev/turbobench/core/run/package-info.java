/**
 * Runs the cases of a benchmark: warm-up, measured rounds, verdict.
 */
@NullMarked
package dev.turbobench.core.run;

import org.jspecify.annotations.NullMarked;
