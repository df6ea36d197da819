package dev.turbobench.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes that grow: whole numbers take as few bytes as they need, seven bits in each, the lowest first. Used again and
 * again, so that writing one round after the other leaves no garbage behind.
 */
public final class PackedBytes {

    private byte[] bytes = new byte[1 << 16];
    private int size;

    /** Forget the content, keep the room. */
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** The content is in the first {@link #size} bytes; valid until something is added. */
    public byte[] array() {
        return bytes;
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Add a number of which most are small and none is negative; a negative one takes ten bytes. */
    public void put(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Add a number that is near 0 on either side. */
    public void putSigned(long value) {
        put(zigzag(value));
    }

    public void putDouble(double value) {
        reserve(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    public void putText(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        put(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    /** How many bytes {@link #putSigned} takes for a number. */
    static int signedSize(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag(value) | 1);
        return (bits + 6) / 7;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }
}
