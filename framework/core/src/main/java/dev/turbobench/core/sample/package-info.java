/**
 * Watches the machine while a case runs: one thread asks all samplers, what they read goes to charts and numbers.
 */
@NullMarked
package dev.turbobench.core.sample;

import org.jspecify.annotations.NullMarked;
