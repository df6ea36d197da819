package dev.turbobench.engine.replay;

import java.util.Arrays;

/**
 * The requests that run now. Their due times lie beside each other, so that finding the next one among a thousand takes
 * less than a microsecond, and nothing is allocated once there was room for all.
 */
final class LiveStreams {

    /** Of a request that gets nothing any more. */
    static final long NEVER = Long.MAX_VALUE;

    private Stream[] streams = new Stream[16];
    private long[] due = new long[16];
    private int size;
    private int blocks;

    int size() {
        return size;
    }

    int blocks() {
        return blocks;
    }

    Stream get(int slot) {
        return streams[slot];
    }

    long due(int slot) {
        return due[slot];
    }

    void add(Stream stream) {
        if (size == streams.length) {
            streams = Arrays.copyOf(streams, 2 * size);
            due = Arrays.copyOf(due, 2 * size);
        }
        streams[size] = stream;
        due[size] = stream.dueNanos;
        size++;
        blocks += stream.blocks;
    }

    void reschedule(int slot, long nanos) {
        streams[slot].dueNanos = nanos;
        due[slot] = nanos;
    }

    /** The last one takes the place of the one that goes. */
    @SuppressWarnings("NullAway") // nothing reads beyond the size
    void remove(int slot) {
        size--;
        blocks -= streams[slot].blocks;
        streams[slot] = streams[size];
        due[slot] = due[size];
        streams[size] = null;
    }

    long earliest() {
        long earliest = NEVER;
        for (int slot = 0; slot < size; slot++) {
            earliest = Math.min(earliest, due[slot]);
        }
        return earliest;
    }
}
