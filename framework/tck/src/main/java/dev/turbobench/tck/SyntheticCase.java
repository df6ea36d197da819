package dev.turbobench.tck;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;

/**
 * A case that nobody measured.
 *
 * @param spec the case
 * @param rounds number of rounds
 * @param origin where its clock starts
 * @param failing whether the last request of each round failed before its first token
 * @param reportsSteps whether the engine reported its steps
 */
record SyntheticCase(CaseSpec spec, int rounds, long origin, boolean failing, boolean reportsSteps)
        implements CaseRecord {

    private static final long ROUND_NANOS = 10_000_000_000L;

    @Override
    public int tensorParallelSize() {
        return 1;
    }

    @Override
    public EngineLimits limits() {
        return new EngineLimits(64, 8192, 4096, 16);
    }

    @Override
    public MemoryUsage memory() {
        return new MemoryUsage(
                List.of(new MemoryUsage.Rank("device", 1L << 30, 1L << 29, 1L << 20, 1L << 26, 1L << 24)));
    }

    @Override
    public long peakDeviceBytes() {
        return 3L << 29;
    }

    @Override
    public long wallNanos() {
        return rounds * (round(0).endNanos() - round(0).startNanos() + 1000);
    }

    @Override
    public RoundRecord round(int index) {
        return new SyntheticRound(this, index, origin + index * ROUND_NANOS);
    }
}
