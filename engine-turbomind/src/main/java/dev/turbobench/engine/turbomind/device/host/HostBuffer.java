package dev.turbobench.engine.turbomind.device.host;

import dev.turbobench.engine.turbomind.device.Buffer;

/** A matrix of floats on the heap, row after row. */
public final class HostBuffer implements Buffer {

    private final int rows;
    private final int columns;
    private final float[] values;

    /** Allocate a matrix of zeros. */
    public HostBuffer(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        values = new float[Math.multiplyExact(rows, columns)];
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** The values themselves: row {@code r} begins at {@code r * columns()}. */
    public float[] values() {
        return values;
    }

    /** Size in bytes. */
    public long bytes() {
        return (long) values.length * Float.BYTES;
    }
}
