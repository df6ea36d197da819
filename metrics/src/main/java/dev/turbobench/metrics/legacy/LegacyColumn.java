package dev.turbobench.metrics.legacy;

import static dev.turbobench.spi.metric.Direction.HIGHER_IS_BETTER;
import static dev.turbobench.spi.metric.Direction.LOWER_IS_BETTER;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.Unit;

/** The measured columns of the legacy table. */
enum LegacyColumn {
    THROUGHPUT_TOTAL(
            "legacy_throughput_total",
            "throughput(total tok/s)",
            Unit.TOKENS_PER_SECOND,
            HIGHER_IS_BETTER,
            "(prompt_tokens + completion_tokens) * concurrency * rounds / wall. Requested lengths; wall is the time from"
                    + " before the first worker started to after the last one ended, over all rounds."),
    THROUGHPUT_OUT(
            "legacy_throughput_out",
            "throughput(out tok/s)",
            Unit.TOKENS_PER_SECOND,
            HIGHER_IS_BETTER,
            "completion_tokens * concurrency * rounds / wall. Requested lengths; wall is the time from before the first"
                    + " worker started to after the last one ended, over all rounds, so it contains prefill."),
    MEMORY(
            "legacy_mem",
            "mem(GB)",
            Unit.BYTES,
            LOWER_IS_BETTER,
            "Largest device memory in use during the case minus that before the engine was created, over all ranks,"
                    + " divided by the number of ranks. The legacy table prints GiB under the name GB."),
    FTL_MEAN(
            "legacy_ftl_ave",
            "FTL(ave)(s)",
            Unit.SECONDS,
            LOWER_IS_BETTER,
            "First token latency: mean over all workers and rounds of the time from just before submit to the first"
                    + " token at the client."),
    FTL_MIN(
            "legacy_ftl_min",
            "FTL(min)(s)",
            Unit.SECONDS,
            LOWER_IS_BETTER,
            "First token latency: smallest over all workers and rounds."),
    FTL_MAX(
            "legacy_ftl_max",
            "FTL(max)(s)",
            Unit.SECONDS,
            LOWER_IS_BETTER,
            "First token latency: largest over all workers and rounds."),
    P50("legacy_p50", "50%(s)", 0.50),
    P75("legacy_p75", "75%(s)", 0.75),
    P95("legacy_p95", "95%(s)", 0.95),
    P99("legacy_p99", "99%(s)", 0.99);

    private final MetricDescriptor descriptor;
    private final double probability;

    LegacyColumn(String id, String label, Unit unit, Direction direction, String definition) {
        this.descriptor = new MetricDescriptor(id, label, unit, direction, definition);
        this.probability = Double.NaN;
    }

    LegacyColumn(String id, String label, double probability) {
        this.descriptor =
                new MetricDescriptor(id, label, Unit.SECONDS, LOWER_IS_BETTER, percentileDefinition(probability));
        this.probability = probability;
    }

    private static String percentileDefinition(double probability) {
        return ("Token gap at index floor(%s * n) of the n gaps of all workers and rounds in ascending order, without"
                        + " interpolation and without first tokens. A gap is the time since the emission before, divided"
                        + " by the tokens of the emission and counted once for each of them: with one token in each"
                        + " emission this is the legacy gap; further tokens of a first emission have no gap. With a"
                        + " completion of 1 token it is the mean first token latency.")
                .formatted(probability);
    }

    MetricDescriptor descriptor() {
        return descriptor;
    }

    /** Which part of the gaps lies below the percentile; NaN for the columns that are none. */
    double probability() {
        return probability;
    }
}
