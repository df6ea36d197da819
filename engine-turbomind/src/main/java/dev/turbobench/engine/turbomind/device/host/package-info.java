/**
 * The CPU as a device: its name, its heap and a fixed pool of threads that work on one operator at a time.
 */
@NullMarked
package dev.turbobench.engine.turbomind.device.host;

import org.jspecify.annotations.NullMarked;
