/**
 * Watches whether the tool's own threads could run while it measured: what stops them shows in its numbers.
 */
@NullMarked
package dev.turbobench.core.stall;

import org.jspecify.annotations.NullMarked;
