package dev.turbobench.spi.report;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Distribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a case went, for those who look closer than at its numbers. All times are nanoseconds from the start of its first
 * round, warm-up included.
 *
 * @param warmup the rounds that were not measured
 * @param rounds the measured rounds
 * @param stalls when the tool itself could not run: its threads were stopped or not scheduled
 * @param distributions what metrics say about whole distributions
 * @param series what was sampled while it ran: clocks, power, memory
 * @param memory what the engine held in the round in which it used most; {@code null} if it was not asked
 */
public record CaseDetails(
        List<RoundDetail> warmup,
        List<RoundDetail> rounds,
        List<Stall> stalls,
        List<Distribution> distributions,
        List<Series> series,
        @Nullable MemoryUsage memory) {

    /** Nothing is known. */
    public static final CaseDetails NONE = new CaseDetails(List.of(), List.of(), List.of(), List.of(), List.of(), null);

    public CaseDetails {
        warmup = List.copyOf(warmup);
        rounds = List.copyOf(rounds);
        stalls = List.copyOf(stalls);
        distributions = List.copyOf(distributions);
        series = List.copyOf(series);
    }
}
