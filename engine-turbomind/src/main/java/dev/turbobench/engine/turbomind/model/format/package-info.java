/**
 * Finds out what a model named by a user is and opens it.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format;

import org.jspecify.annotations.NullMarked;
