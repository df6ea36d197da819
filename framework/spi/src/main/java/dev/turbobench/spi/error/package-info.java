/**
 * Errors with a code, a type and a message that says what was expected, what was found and what to do.
 */
@NullMarked
package dev.turbobench.spi.error;

import org.jspecify.annotations.NullMarked;
