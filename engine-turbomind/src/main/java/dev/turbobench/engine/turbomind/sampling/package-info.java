/**
 * Choosing the next token on the host, and the random numbers for it, which other devices reproduce.
 */
@NullMarked
package dev.turbobench.engine.turbomind.sampling;

import org.jspecify.annotations.NullMarked;
