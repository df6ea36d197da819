/**
 * Chooses a device and starts an engine on it.
 */
@NullMarked
package dev.turbobench.core.engine;

import org.jspecify.annotations.NullMarked;
