/**
 * Models of well-known shapes with random weights: they run as fast as the real ones but need no files.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.synthetic;

import org.jspecify.annotations.NullMarked;
