package dev.turbobench.core.record;

/** Packs steps, field by field, each as its distance to the step before. */
final class StepCodec {

    private StepCodec() {}

    static void write(StepLog log, int from, int to, long base, PackedBytes out) {
        out.put(log.dropped());
        out.put(to - from);
        long previous = base;
        for (int step = from; step < to; step++) {
            out.putSigned(log.startNanos(step) - previous);
            out.putSigned(log.endNanos(step) - log.startNanos(step));
            previous = log.endNanos(step);
        }
        writeColumn(from, to, log::prefillSequences, out);
        writeColumn(from, to, log::prefillTokens, out);
        writeColumn(from, to, log::decodeSequences, out);
        writeColumn(from, to, log::waiting, out);
        writeColumn(from, to, log::kvBlocks, out);
    }

    /** A field of a step. */
    private interface Field {
        int of(int step);
    }

    private static void writeColumn(int from, int to, Field field, PackedBytes out) {
        int previous = 0;
        for (int step = from; step < to; step++) {
            int value = field.of(step);
            out.putSigned((long) value - previous);
            previous = value;
        }
    }

    /** Some steps that were read, and how many had been left out until then. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Steps(int dropped, long[] startNanos, long[] endNanos, int[][] columns) {

        int count() {
            return startNanos.length;
        }

        void addTo(StepLog log) {
            for (int i = 0; i < count(); i++) {
                log.onStep(
                        startNanos[i],
                        endNanos[i],
                        columns[0][i],
                        columns[1][i],
                        columns[2][i],
                        columns[3][i],
                        columns[4][i]);
            }
        }
    }

    static Steps read(long base, UnpackedBytes in) {
        int dropped = in.getInt();
        int count = in.getCount(7);
        long[] starts = new long[count];
        long[] ends = new long[count];
        long previous = base;
        for (int i = 0; i < count; i++) {
            starts[i] = previous + in.getSigned();
            ends[i] = starts[i] + in.getSigned();
            previous = ends[i];
        }
        int[][] columns = new int[5][count];
        for (int[] column : columns) {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value += in.getSigned();
                column[i] = (int) value;
            }
        }
        return new Steps(dropped, starts, ends, columns);
    }
}
