/**
 * The metrics that come with TurboBench: pure functions over the recorded events of a case.
 */
@NullMarked
package dev.turbobench.metrics;

import org.jspecify.annotations.NullMarked;
