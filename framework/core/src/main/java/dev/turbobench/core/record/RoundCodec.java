package dev.turbobench.core.record;

import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.List;

/** Packs a round with all its requests, and the steps that the engine made until its end. */
public final class RoundCodec {

    private RoundCodec() {}

    /**
     * Write a round; all its requests must have ended.
     *
     * @param fromStep the steps before were written with earlier rounds
     * @param toStep the steps from here on belong to later rounds
     */
    public static void write(RoundLog round, StepLog steps, int fromStep, int toStep, PackedBytes out) {
        long base = round.startNanos();
        out.putSigned(base);
        out.putByte(round.startedNanos() == RoundRecord.NONE ? 0 : 1);
        out.put(round.requests().size());
        RequestLog before = null;
        for (RequestLog request : round.requests()) {
            if (!request.hasEnded()) {
                throw new IllegalStateException("request %d has not ended".formatted(request.requestId()));
            }
            RequestCodec.write(request, before, base, out);
            before = request;
        }
        StepCodec.write(steps, fromStep, toStep, base, out);
    }

    /**
     * A round that was read.
     *
     * @param log its requests
     * @param steps the steps that were written with it
     */
    record Restored(RoundLog log, StepCodec.Steps steps) {}

    static Restored read(long shift, UnpackedBytes in) {
        long base = in.getSigned() + shift;
        boolean started = in.getByte() != 0;
        int count = in.getCount(RequestCodec.LEAST_BYTES);
        if (count == 0) {
            throw new DamagedLogException("a round has no requests");
        }
        List<RequestLog> requests = new ArrayList<>(count);
        long[] before = new long[0];
        for (int i = 0; i < count; i++) {
            RequestLog request = RequestCodec.read(before, base, in);
            before = request.allEmissionNanos();
            requests.add(request);
        }
        RoundLog log = new RoundLog(requests);
        if (started) {
            log.started(base);
        }
        return new Restored(log, StepCodec.read(base, in));
    }
}
