package dev.turbobench.core.sample;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.sample.Samples;
import java.util.ArrayList;
import java.util.List;

/** The sampling of one case, started before its first round. */
public final class CaseSampling implements AutoCloseable {

    private static final MetricDescriptor COST = new MetricDescriptor(
            "sampling_share",
            "sampling",
            Unit.RATIO,
            Direction.LOWER_IS_BETTER,
            "Time that one thread spent in samplers while the case ran, by the time from its first round to its last.");

    private final List<NamedSampler> samplers;
    private final SamplerThread thread;
    private final Ticker ticker;
    private final long startNanos;

    CaseSampling(List<NamedSampler> samplers, Ticker ticker) {
        this.samplers = samplers;
        this.ticker = ticker;
        thread = new SamplerThread(samplers, ticker);
        startNanos = ticker.nanoTime();
        if (!samplers.isEmpty()) {
            thread.start();
        }
    }

    /**
     * End the sampling and make something of it.
     *
     * @param record the measured rounds
     * @param originNanos the start of the case, from which the times of the series count
     */
    public CaseSamples finish(CaseRecord record, long originNanos) {
        close();
        if (samplers.isEmpty()) {
            return new CaseSamples(List.of(), List.of(), List.of());
        }
        List<Series> series = new ArrayList<>();
        List<MetricValue> metrics = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < samplers.size(); i++) {
            NamedSampler sampler = samplers.get(i);
            series.addAll(thread.log(i).series(sampler.channels(), originNanos));
            Samples samples = measured(i, record);
            if (sampler.failure() == null && samples.size() >= 2) {
                metrics.addAll(sampler.summarise(samples));
            }
            String failure = sampler.failure();
            if (failure != null) {
                notes.add(failure);
            }
        }
        double share = (double) thread.busyNanos() / Math.max(1, ticker.nanoTime() - startNanos);
        metrics.add(MetricValue.of(COST, share, 1));
        return new CaseSamples(series, metrics, notes);
    }

    private Samples measured(int sampler, CaseRecord record) {
        long tokens = 0;
        long nanos = 0;
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            nanos += round.endNanos() - round.startNanos();
            for (int request = 0; request < round.requests(); request++) {
                tokens += round.completionTokens(request);
            }
        }
        long from = record.round(0).startNanos();
        long to = record.round(record.rounds() - 1).endNanos();
        return thread.log(sampler).between(from, to, tokens, nanos);
    }

    /** End the sampling. Idempotent. */
    @Override
    public void close() {
        if (!samplers.isEmpty()) {
            thread.stop();
        }
    }
}
