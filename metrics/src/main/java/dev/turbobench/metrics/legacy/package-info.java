/**
 * The columns of LMDeploy's {@code profile_generation.py}, by its formulas but without its rounding to milliseconds and
 * without counting the later tokens of a burst as gaps of zero.
 */
@NullMarked
package dev.turbobench.metrics.legacy;

import org.jspecify.annotations.NullMarked;
