/**
 * The {@code turbomind} engine plugin: a real inference engine that loads TurboMind and Hugging Face models and runs them
 * on the CPU or on NVIDIA GPUs. This package is its face towards the framework; the parts are in the packages below.
 */
@NullMarked
package dev.turbobench.engine.turbomind;

import org.jspecify.annotations.NullMarked;
