/**
 * Finds out on what machine a run takes place.
 */
@NullMarked
package dev.turbobench.core.environment;

import org.jspecify.annotations.NullMarked;
