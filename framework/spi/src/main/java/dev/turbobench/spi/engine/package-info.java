/**
 * What a plugin implements to run a model: an engine takes requests with exact token ids and streams tokens back.
 */
@NullMarked
package dev.turbobench.spi.engine;

import org.jspecify.annotations.NullMarked;
