/**
 * Compares two runs: how the numbers of each case differ, and whether the difference is more than chance.
 */
@NullMarked
package dev.turbobench.core.compare;

import org.jspecify.annotations.NullMarked;
