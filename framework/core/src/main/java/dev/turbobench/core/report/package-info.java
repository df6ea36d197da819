/**
 * Hands results to the reporters and keeps a failing one away from the run and from the others.
 */
@NullMarked
package dev.turbobench.core.report;

import org.jspecify.annotations.NullMarked;
