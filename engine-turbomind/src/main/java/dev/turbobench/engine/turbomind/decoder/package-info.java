/**
 * The decoder-only transformer (arXiv 2302.13971), written in the operators of {@link
 * dev.turbobench.engine.turbomind.operator.Operators} and nothing else.
 */
@NullMarked
package dev.turbobench.engine.turbomind.decoder;

import org.jspecify.annotations.NullMarked;
