/**
 * Native libraries of NVIDIA: where they are on this machine, and thin direct mappings of the few functions that the
 * engine calls.
 */
@NullMarked
package dev.turbobench.engine.turbomind.natives;

import org.jspecify.annotations.NullMarked;
