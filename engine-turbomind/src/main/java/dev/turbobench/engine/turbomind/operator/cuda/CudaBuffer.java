package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.Buffer;

/**
 * Activations in device memory.
 *
 * @param address of the first value
 */
record CudaBuffer(long address, int rows, int columns) implements Buffer {

    static CudaBuffer of(Buffer buffer) {
        return (CudaBuffer) buffer;
    }
}
