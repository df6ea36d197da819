package dev.turbobench.core.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packs the emissions of a request.
 *
 * <p>In a static batch all requests get a token in each step, within microseconds of each other. So the time of emission
 * {@code k} is written as its distance to emission {@code k} of the request before, which takes one or two bytes. Where
 * that is not shorter it is written as its distance to emission {@code k - 1} of the same request.
 */
final class EmissionCodec {

    private static final int ALONE = 0;
    private static final int BESIDE = 1;
    private static final int SINGLE_TOKENS = 0;
    private static final int ANY_TOKENS = 1;

    private EmissionCodec() {}

    static void write(RequestLog request, @Nullable RequestLog before, PackedBytes out) {
        int emissions = request.emissions();
        out.put(emissions);
        if (emissions == 0) {
            return;
        }
        boolean beside = before != null && size(request, before) < size(request, null);
        out.putByte(beside ? BESIDE : ALONE);
        RequestLog reference = beside ? before : null;
        for (int k = 0; k < emissions; k++) {
            out.putSigned(request.emissionNanos(k) - expected(request, reference, k));
        }
        writeTokens(request, out);
    }

    private static void writeTokens(RequestLog request, PackedBytes out) {
        boolean single = true;
        for (int k = 0; k < request.emissions(); k++) {
            single &= request.emissionTokens(k) == 1;
        }
        out.putByte(single ? SINGLE_TOKENS : ANY_TOKENS);
        if (!single) {
            for (int k = 0; k < request.emissions(); k++) {
                out.put(request.emissionTokens(k));
            }
        }
    }

    private static long size(RequestLog request, @Nullable RequestLog reference) {
        long size = 0;
        for (int k = 0; k < request.emissions(); k++) {
            size += PackedBytes.signedSize(request.emissionNanos(k) - expected(request, reference, k));
        }
        return size;
    }

    private static long expected(RequestLog request, @Nullable RequestLog reference, int emission) {
        if (reference != null && emission < reference.emissions()) {
            return reference.emissionNanos(emission);
        }
        return emission == 0 ? request.submitNanos() : request.emissionNanos(emission - 1);
    }

    /** Get the times; {@code before} holds those of the request before. */
    static long[] readNanos(int emissions, long submitNanos, long[] before, UnpackedBytes in) {
        boolean beside = oneOf(in.getByte(), ALONE, BESIDE) == BESIDE;
        long[] nanos = new long[emissions];
        for (int k = 0; k < emissions; k++) {
            long previous = k == 0 ? submitNanos : nanos[k - 1];
            nanos[k] = in.getSigned() + (beside && k < before.length ? before[k] : previous);
        }
        return nanos;
    }

    static int[] readTokens(int emissions, UnpackedBytes in) {
        int[] tokens = new int[emissions];
        if (oneOf(in.getByte(), SINGLE_TOKENS, ANY_TOKENS) == SINGLE_TOKENS) {
            Arrays.fill(tokens, 1);
        } else {
            for (int k = 0; k < emissions; k++) {
                tokens[k] = in.getInt();
            }
        }
        return tokens;
    }

    private static int oneOf(int found, int first, int second) {
        if (found != first && found != second) {
            throw new DamagedLogException("expected %d or %d, found %d".formatted(first, second, found));
        }
        return found;
    }
}
