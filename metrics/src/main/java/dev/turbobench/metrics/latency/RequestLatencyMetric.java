package dev.turbobench.metrics.latency;

import dev.turbobench.metrics.stats.Sample;
import dev.turbobench.metrics.stats.TimeDistribution;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricValue;
import java.util.List;

/** How a time that each request has once is distributed. */
public final class RequestLatencyMetric implements Metric {

    private static final String POPULATION = "requests of all rounds";
    private static final String NO_REQUEST = "n/a (no request succeeded)";

    private final TimeDistribution distribution;
    private final RequestTimes.Time time;
    private final String reasonIfEmpty;

    private RequestLatencyMetric(TimeDistribution distribution, RequestTimes.Time time, String reasonIfEmpty) {
        this.distribution = distribution;
        this.time = time;
        this.reasonIfEmpty = reasonIfEmpty;
    }

    /** Time to first token. */
    public static Metric firstToken() {
        return new RequestLatencyMetric(
                new TimeDistribution(
                        "ttft",
                        "TTFT",
                        "Time to first token: from just before submit to the first emission at the client.",
                        POPULATION),
                RequestTimes::firstToken,
                NO_REQUEST);
    }

    /** Time per output token. */
    public static Metric perOutputToken() {
        return new RequestLatencyMetric(
                new TimeDistribution(
                        "tpot",
                        "TPOT",
                        "Time per output token of a request: (last emission - first emission) / (tokens - tokens of the"
                                + " first emission). With one token in the first emission this is (end-to-end - TTFT) /"
                                + " (tokens - 1), as in vLLM, SGLang and MLPerf.",
                        POPULATION),
                RequestTimes::perOutputToken,
                "n/a (no request has tokens after its first emission)");
    }

    /** End-to-end latency. */
    public static Metric endToEnd() {
        return new RequestLatencyMetric(
                new TimeDistribution(
                        "e2e",
                        "E2E",
                        "End-to-end latency: from just before submit to the end of the request. The batch is closed, so"
                                + " this is a service time.",
                        POPULATION),
                RequestTimes::endToEnd,
                NO_REQUEST);
    }

    /** Time in the queue of the engine. */
    public static Metric queued() {
        return new RequestLatencyMetric(
                new TimeDistribution(
                        "queue",
                        "queue",
                        "Queue time: from just before submit to when the engine took the request out of its queue.",
                        POPULATION),
                RequestTimes::queued,
                "n/a (the engine does not report admission)");
    }

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        return distribution.values(RequestTimes.collect(record, time), reasonIfEmpty);
    }

    @Override
    public List<Distribution> distributions(CaseRecord record) {
        Sample sample = RequestTimes.collect(record, time);
        return sample.size() == 0 ? List.of() : List.of(distribution.curve(sample));
    }
}
