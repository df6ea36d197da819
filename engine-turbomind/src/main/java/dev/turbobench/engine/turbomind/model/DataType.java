package dev.turbobench.engine.turbomind.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floating-point formats that weights are stored in. */
public enum DataType {
    FP32("fp32", 4),
    FP16("fp16", 2),
    BF16("bf16", 2);

    private final String label;
    private final int bytes;

    DataType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** The name in options and reports. */
    public String label() {
        return label;
    }

    /** Size of one value in bytes. */
    public int bytes() {
        return bytes;
    }

    /**
     * Convert stored values to floats, exactly.
     *
     * @param source little-endian values, whatever its byte order; its position advances
     * @param destination gets {@code count} values
     * @param offset index of the first value in {@code destination}
     * @param count number of values
     */
    public void decode(ByteBuffer source, float[] destination, int offset, int count) {
        ByteBuffer values = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case FP32 -> values.asFloatBuffer().get(destination, offset, count);
            case FP16 -> {
                for (int i = 0; i < count; i++) {
                    destination[offset + i] = Float16.toFloat(values.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    destination[offset + i] = BFloat16.toFloat(values.getShort(2 * i));
                }
            }
        }
        source.position(source.position() + count * bytes);
    }

    /**
     * Convert floats to stored values, rounding to the nearest, halves to even.
     *
     * @param source the floats
     * @param offset index of the first value in {@code source}
     * @param count number of values
     * @param destination gets little-endian values, whatever its byte order; its position advances
     */
    public void encode(float[] source, int offset, int count, ByteBuffer destination) {
        ByteBuffer values = destination.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case FP32 -> values.asFloatBuffer().put(source, offset, count);
            case FP16 -> {
                for (int i = 0; i < count; i++) {
                    values.putShort(2 * i, Float16.fromFloat(source[offset + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values.putShort(2 * i, BFloat16.fromFloat(source[offset + i]));
                }
            }
        }
        destination.position(destination.position() + count * bytes);
    }
}
