/**
 * The conformance kit: what the contract of the API demands of engines, metrics and reporters, as checks that can be run
 * against any of them.
 *
 * <p>Authors of plugins extend {@link dev.turbobench.tck.EngineConformance}, {@link
 * dev.turbobench.tck.MetricConformance} or {@link dev.turbobench.tck.ReporterConformance} in their tests. The checks do not
 * need JUnit, so that {@code turbobench verify-plugin} can run them without a build.
 */
@NullMarked
package dev.turbobench.tck;

import org.jspecify.annotations.NullMarked;
