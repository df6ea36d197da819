package dev.turbobench.core.plugin;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A metric of a plugin. Once it did not return in time it is not called again: every case would wait for it. */
final class GuardedMetric implements Metric {

    private final PluginCalls calls;
    private final Metric metric;
    private final String name;
    private volatile @Nullable BenchmarkException givenUp;

    GuardedMetric(PluginCalls calls, Metric metric, String name) {
        this.calls = calls;
        this.metric = metric;
        this.name = name;
    }

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        return unlessGivenUp("compute", () -> List.copyOf(metric.compute(record)));
    }

    @Override
    public List<Distribution> distributions(CaseRecord record) {
        return unlessGivenUp("distributions", () -> List.copyOf(metric.distributions(record)));
    }

    private <T> T unlessGivenUp(String what, PluginCalls.Call<T, RuntimeException> call) {
        BenchmarkException earlier = givenUp;
        if (earlier != null) {
            throw earlier;
        }
        try {
            return calls.call("%s of metric %s".formatted(what, name), call);
        } catch (BenchmarkException e) {
            if (e.getCause() instanceof TimeoutException) {
                givenUp = e;
            }
            throw e;
        }
    }
}
