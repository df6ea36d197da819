package dev.turbobench.metrics.roofline;

import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.Unit;
import java.util.function.Function;

/** What numbers are compared with: the rates of the maker of a device, or those that a probe reached on it. */
enum Peak {
    DATASHEET("datasheet", "datasheet", "the rate on the datasheet of the device", Roofline::datasheet),
    MEASURED("measured", "measured", "the rate that the engine's probe measured on the device", Roofline::measured);

    private static final String DECODE_BYTES =
            "weights + concurrency * (prompt + completion / 2 + 1) * KV bytes of a token";

    private final Function<Roofline, Rates> rates;
    private final MetricDescriptor bandwidth;
    private final MetricDescriptor compute;
    private final MetricDescriptor bandwidthUse;
    private final MetricDescriptor prefillComputeUse;
    private final MetricDescriptor computeUse;
    private final MetricDescriptor idealTime;
    private final MetricDescriptor idealShare;

    Peak(String word, String label, String rate, Function<Roofline, Rates> rates) {
        this.rates = rates;
        bandwidth = new MetricDescriptor(
                "peak_bandwidth_" + word,
                "memory bandwidth, " + label,
                Unit.BYTES_PER_SECOND,
                Direction.NEUTRAL,
                "Bytes per second that a device reads from its memory: %s. Denominator of mbu_%s."
                        .formatted(rate, word));
        compute = new MetricDescriptor(
                "peak_compute_" + word,
                "compute rate, " + label,
                Unit.FLOPS_PER_SECOND,
                Direction.NEUTRAL,
                "Operations per second of dense matrix products in the data type of the engine: %s. Denominator of mfu_%s."
                        .formatted(rate, word));
        bandwidthUse = use(
                "mbu_" + word,
                "MBU, " + label,
                "Model bandwidth utilisation of decoding: bytes that the mean decode step must move / mean TPOT / %s. The"
                                .formatted(rate)
                        + " bytes are " + DECODE_BYTES + ", on one rank.");
        prefillComputeUse = use(
                "mfu_prefill_" + word,
                "MFU of prefill, " + label,
                "Model FLOPs utilisation of prefill: operations that all prompts of a round need / time from the start of"
                        + " the round to the first token of the last request / " + rate + ", on one rank.");
        computeUse = use(
                "mfu_" + word,
                "MFU, " + label,
                "Model FLOPs utilisation: operations that a round needs / time of the round / " + rate
                        + ", on one rank.");
        idealTime = new MetricDescriptor(
                "ideal_time_" + word,
                "ideal round, " + label,
                Unit.SECONDS,
                Direction.NEUTRAL,
                "Shortest time of a round by the roofline model with " + rate
                        + ": prefill of all prompts, then completion"
                        + " - 1 decode steps, each limited by the memory or by the arithmetic.");
        idealShare = use(
                "ideal_share_" + word,
                "share of the ideal, " + label,
                "ideal_time_%s / time of the round: 1 is as fast as the device allows.".formatted(word));
    }

    private static MetricDescriptor use(String id, String label, String definition) {
        return new MetricDescriptor(id, label, Unit.RATIO, Direction.HIGHER_IS_BETTER, definition);
    }

    Rates rates(Roofline roofline) {
        return rates.apply(roofline);
    }

    MetricDescriptor bandwidth() {
        return bandwidth;
    }

    MetricDescriptor compute() {
        return compute;
    }

    MetricDescriptor bandwidthUse() {
        return bandwidthUse;
    }

    MetricDescriptor prefillComputeUse() {
        return prefillComputeUse;
    }

    MetricDescriptor computeUse() {
        return computeUse;
    }

    MetricDescriptor idealTime() {
        return idealTime;
    }

    MetricDescriptor idealShare() {
        return idealShare;
    }
}
