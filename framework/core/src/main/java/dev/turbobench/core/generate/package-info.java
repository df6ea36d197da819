/**
 * Runs a few prompts once, so that anyone can compare an engine with another implementation.
 */
@NullMarked
package dev.turbobench.core.generate;

import org.jspecify.annotations.NullMarked;
