package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads rows of weights as 16-bit values of one type, converting where the checkpoint has another. */
final class ValueReader {

    private final DataType target;

    ValueReader(DataType target) {
        this.target = target;
    }

    short[] read(Weight weight, int firstRow, int count) {
        int values = Math.multiplyExact(count, weight.columns());
        ByteBuffer bytes = ByteBuffer.allocate(values * target.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (weight.dataType() == target) {
            weight.readRaw(firstRow, count, bytes);
        } else {
            float[] floats = new float[values];
            weight.readRows(firstRow, count, floats, 0);
            target.encode(floats, 0, values, bytes);
            checkRange(weight, floats, bytes.duplicate().flip());
        }
        short[] result = new short[values];
        bytes.flip();
        bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(result);
        return result;
    }

    private void checkRange(Weight weight, float[] exact, ByteBuffer encoded) {
        float[] rounded = new float[exact.length];
        target.decode(encoded, rounded, 0, exact.length);
        for (int i = 0; i < exact.length; i++) {
            if (Float.isInfinite(rounded[i]) && !Float.isInfinite(exact[i])) {
                throw new BenchmarkException(
                        MODEL_UNSUPPORTED,
                        "%s: the value %s is too large for %s".formatted(weight.name(), exact[i], target.label()));
            }
        }
    }
}
