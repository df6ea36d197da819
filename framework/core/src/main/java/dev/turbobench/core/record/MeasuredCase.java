package dev.turbobench.core.record;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.List;
import java.util.Optional;

/** The record of a case as metrics see it. */
public record MeasuredCase(
        CaseSpec spec,
        int tensorParallelSize,
        EngineLimits limits,
        MemoryUsage memory,
        long peakDeviceBytes,
        long wallNanos,
        LoadTime loadTime,
        Optional<Roofline> roofline,
        List<RoundRecord> roundRecords)
        implements CaseRecord {

    public MeasuredCase {
        roundRecords = List.copyOf(roundRecords);
    }

    @Override
    public int rounds() {
        return roundRecords.size();
    }

    @Override
    public RoundRecord round(int index) {
        return roundRecords.get(index);
    }
}
