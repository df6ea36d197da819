/**
 * Runs on disk: what they measured and every event of it.
 */
@NullMarked
package dev.turbobench.core.store;

import org.jspecify.annotations.NullMarked;
