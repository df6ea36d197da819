/**
 * NVIDIA GPUs: the driver API, memory, streams, graphs, and kernels compiled at run time. {@code CudaDriver} is the only
 * class that touches LWJGL's {@code CU} and {@code NvrtcCompiler} the only one that touches its {@code NVRTC}.
 */
@NullMarked
package dev.turbobench.engine.turbomind.device.cuda;

import org.jspecify.annotations.NullMarked;
