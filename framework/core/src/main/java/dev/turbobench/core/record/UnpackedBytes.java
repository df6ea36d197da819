package dev.turbobench.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads what {@link PackedBytes} holds; nothing is trusted. */
public final class UnpackedBytes {

    private final byte[] bytes;
    private int position;

    public UnpackedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public int remaining() {
        return bytes.length - position;
    }

    public int getByte() {
        if (position == bytes.length) {
            throw new DamagedLogException("it ends too early");
        }
        return bytes[position++];
    }

    public long get() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new DamagedLogException("a number has more than 64 bits");
    }

    public long getSigned() {
        long value = get();
        return (value >>> 1) ^ -(value & 1);
    }

    public int getInt() {
        long value = get();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new DamagedLogException("expected a number of 31 bits, found %d".formatted(value));
        }
        return (int) value;
    }

    /**
     * Get how many elements follow.
     *
     * @param least the bytes that each of them takes at least
     */
    public int getCount(int least) {
        int count = getInt();
        if (count > remaining() / least) {
            throw new DamagedLogException(
                    "expected at most %d elements, found %d".formatted(remaining() / least, count));
        }
        return count;
    }

    public double getDouble() {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bits |= (getByte() & 0xFFL) << shift;
        }
        return Double.longBitsToDouble(bits);
    }

    public String getText() {
        int length = getCount(1);
        String text = new String(bytes, position, length, UTF_8);
        position += length;
        return text;
    }
}
