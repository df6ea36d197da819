/**
 * The reporters that come with TurboBench.
 */
@NullMarked
package dev.turbobench.reporters;

import org.jspecify.annotations.NullMarked;
