package dev.turbobench.core.record;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.metric.RoundRecord;

/** Passes the steps of an engine, which lives for many cases, to the log of the case that is measured now. */
public final class StepRelay implements StepSink {

    private final Ticker ticker;
    private volatile StepSink target = StepSink.NONE;
    private volatile long lastPrefillNanos = RoundRecord.NONE;

    public StepRelay(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Send the steps from now on to a log, or to {@link StepSink#NONE}. */
    public void direct(StepSink log) {
        target = log;
    }

    /**
     * When the last step with prompt tokens was reported; {@link RoundRecord#NONE} if there was none. Such steps are the
     * only sign of life of an engine that computes a long prompt.
     */
    public long lastPrefillNanos() {
        return lastPrefillNanos;
    }

    @Override
    public void onStep(
            long startNanos,
            long endNanos,
            int prefillSequences,
            int prefillTokens,
            int decodeSequences,
            int waiting,
            int kvBlocks) {
        if (prefillSequences > 0) {
            lastPrefillNanos = ticker.nanoTime();
        }
        target.onStep(startNanos, endNanos, prefillSequences, prefillTokens, decodeSequences, waiting, kvBlocks);
    }
}
