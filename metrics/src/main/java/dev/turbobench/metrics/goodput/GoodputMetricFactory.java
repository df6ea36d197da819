package dev.turbobench.metrics.goodput;

import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** Creates the metric {@code goodput}. */
public final class GoodputMetricFactory implements MetricFactory {

    @Override
    public String name() {
        return "goodput";
    }

    @Override
    public String description() {
        return "Requests and tokens per second that kept limits of TTFT, TPOT and end-to-end latency.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.option("ttft", OptionType.DECIMAL, null, "Longest time to first token, in seconds."),
                OptionSpec.option("tpot", OptionType.DECIMAL, null, "Longest time per output token, in seconds."),
                OptionSpec.option("e2e", OptionType.DECIMAL, null, "Longest end-to-end latency, in seconds."));
    }

    @Override
    public Metric create(Options options) {
        return new GoodputMetric(limit(options, "ttft"), limit(options, "tpot"), limit(options, "e2e"));
    }

    private static double limit(Options options, String name) {
        return options.value(name)
                .map(value -> Double.parseDouble(value.text()))
                .orElse(Double.POSITIVE_INFINITY);
    }
}
