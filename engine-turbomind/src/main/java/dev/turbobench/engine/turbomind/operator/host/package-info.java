/**
 * The operators in plain Java: float32 with fixed orders of summation, so that a row's result depends neither on the other
 * rows of the batch nor on the number of threads. It is the numerical reference of the other devices.
 */
@NullMarked
package dev.turbobench.engine.turbomind.operator.host;

import org.jspecify.annotations.NullMarked;
