/**
 * The operators that a decoder is made of and the batch they work on. {@link
 * dev.turbobench.engine.turbomind.operator.Operators} is the arithmetic, {@link
 * dev.turbobench.engine.turbomind.operator.Backend} the life of one device around it; each kind of device implements both.
 */
@NullMarked
package dev.turbobench.engine.turbomind.operator;

import org.jspecify.annotations.NullMarked;
