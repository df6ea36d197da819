/** Runs the conformance kit against plugins and remembers what it found. */
@NullMarked
package dev.turbobench.core.verify;

import org.jspecify.annotations.NullMarked;
