/**
 * The operators of a decoder on an NVIDIA GPU: kernels of our own compiled for the exact shape of the model, cuBLASLt for
 * the matrix multiplications, and decode steps recorded as graphs.
 */
@NullMarked
package dev.turbobench.engine.turbomind.operator.cuda;

import org.jspecify.annotations.NullMarked;
