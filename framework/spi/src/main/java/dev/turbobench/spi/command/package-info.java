/**
 * Commands that a plugin adds to the command line beside those of the framework.
 */
@NullMarked
package dev.turbobench.spi.command;

import org.jspecify.annotations.NullMarked;
