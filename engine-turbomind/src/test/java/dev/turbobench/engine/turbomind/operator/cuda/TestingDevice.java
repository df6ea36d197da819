package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaDriver;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.device.cuda.PinnedMemory;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import java.nio.ByteBuffer;

/** A second view of the context of a backend, to look at its memory and to write there. */
final class TestingDevice implements AutoCloseable {

    private static final int HOST_BYTES = 64 << 20;

    final CudaContext context;
    private final CudaStream stream;
    private final PinnedMemory host;

    TestingDevice(LibraryLocator locator) {
        context = CudaContext.open(CudaDriver.open(locator.locate(LibraryName.cudaDriver())), 0);
        stream = context.createStream();
        host = context.allocatePinned(HOST_BYTES);
    }

    /** Fill with bits that are NaN in every format. */
    void poison(long address, long bytes) {
        stream.fill(address, (byte) 0xff, bytes);
        stream.synchronize();
    }

    void copy(long target, long source, long bytes) {
        stream.copyOnDevice(target, source, bytes);
        stream.synchronize();
    }

    void upload(long address, float[] values, DataType type) {
        ByteBuffer view = host.view(0, values.length * type.bytes());
        for (float value : values) {
            switch (type) {
                case FP32 -> view.putFloat(value);
                case FP16, BF16 -> view.putShort(Numbers.bits(value, type));
            }
        }
        stream.copyToDevice(address, host.address(), view.position());
        stream.synchronize();
    }

    float[] download(long address, int count, DataType type) {
        int bytes = count * type.bytes();
        stream.copyToHost(host.address(), address, bytes);
        stream.synchronize();
        ByteBuffer view = host.view(0, bytes);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = type == DataType.FP32 ? view.getFloat() : Numbers.value(view.getShort(), type);
        }
        return values;
    }

    @Override
    public void close() {
        host.close();
        stream.close();
        context.close();
    }
}
