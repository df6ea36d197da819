/**
 * How the ranks of a tensor-parallel group exchange activations.
 */
@NullMarked
package dev.turbobench.engine.turbomind.communicate;

import org.jspecify.annotations.NullMarked;
