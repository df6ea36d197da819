/**
 * Turns the matrix into cases, predicts which of them can run, and estimates how long they take.
 */
@NullMarked
package dev.turbobench.core.plan;

import org.jspecify.annotations.NullMarked;
