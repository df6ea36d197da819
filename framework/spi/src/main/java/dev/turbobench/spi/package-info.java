/**
 * The contract between the TurboBench framework and its plugins.
 *
 * <p>A plugin is a jar with a {@link dev.turbobench.spi.BenchmarkPlugin} named in {@code META-INF/services}. It sees the
 * JDK, {@code org.slf4j} and the packages below this one, and nothing else of the framework.
 */
@NullMarked
package dev.turbobench.spi;

import org.jspecify.annotations.NullMarked;
