/**
 * What a plugin implements to watch the machine while a case runs: clocks, power, memory, load.
 */
@NullMarked
package dev.turbobench.spi.sample;

import org.jspecify.annotations.NullMarked;
