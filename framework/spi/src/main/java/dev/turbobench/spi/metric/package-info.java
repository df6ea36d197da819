/**
 * What a plugin implements to turn the recorded events of a case into numbers.
 */
@NullMarked
package dev.turbobench.spi.metric;

import org.jspecify.annotations.NullMarked;
