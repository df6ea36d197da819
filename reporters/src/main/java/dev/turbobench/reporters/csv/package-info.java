/**
 * Comma-separated values: the legacy table, and a full layout with every metric.
 */
@NullMarked
package dev.turbobench.reporters.csv;

import org.jspecify.annotations.NullMarked;
