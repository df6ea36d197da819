/**
 * Which tokens of which sequences the next step computes: continuous batching (Orca, OSDI 2022) with chunked prefill. Pure
 * Java, one thread, deterministic; it knows neither devices nor bytes.
 */
@NullMarked
package dev.turbobench.engine.turbomind.schedule;

import org.jspecify.annotations.NullMarked;
