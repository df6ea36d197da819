/**
 * Options that a plugin declares and the framework validates, with the source of every value.
 */
@NullMarked
package dev.turbobench.spi.option;

import org.jspecify.annotations.NullMarked;
