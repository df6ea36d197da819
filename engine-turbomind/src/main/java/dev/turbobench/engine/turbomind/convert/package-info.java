/**
 * The commands {@code convert} and {@code export}: from checkpoints to TurboMind workspaces and back.
 */
@NullMarked
package dev.turbobench.engine.turbomind.convert;

import org.jspecify.annotations.NullMarked;
