/**
 * What the runtime needs to know about the memory of a device, without knowing the device.
 */
@NullMarked
package dev.turbobench.engine.turbomind.device;

import org.jspecify.annotations.NullMarked;
