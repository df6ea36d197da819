/**
 * Samplers of the machine: load and memory of the host, and what NVIDIA's management library says about the GPUs in use.
 */
@NullMarked
package dev.turbobench.metrics.telemetry;

import org.jspecify.annotations.NullMarked;
