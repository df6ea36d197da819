/**
 * What a plugin implements to write results, and the records that carry them.
 */
@NullMarked
package dev.turbobench.spi.report;

import org.jspecify.annotations.NullMarked;
