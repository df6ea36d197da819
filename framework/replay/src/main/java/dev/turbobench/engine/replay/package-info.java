/**
 * An engine that runs no model: it emits tokens at times that are known beforehand, and fails in ways that are asked for.
 *
 * <p>With it the tool measures itself: what a client records minus what was scheduled is the error of the tool.
 */
@NullMarked
package dev.turbobench.engine.replay;

import org.jspecify.annotations.NullMarked;
