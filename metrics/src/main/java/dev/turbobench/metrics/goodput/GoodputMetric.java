package dev.turbobench.metrics.goodput;

import dev.turbobench.metrics.latency.RequestTimes;
import dev.turbobench.metrics.stats.RoundRatio;
import dev.turbobench.metrics.stats.Scaled;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts only requests that kept every limit, as in DistServe; no values if no limit is set.
 *
 * @param ttft limit in seconds; infinite if there is none
 * @param tpot limit in seconds; infinite if there is none
 * @param e2e limit in seconds; infinite if there is none
 */
record GoodputMetric(double ttft, double tpot, double e2e) implements Metric {

    private static final double NANOS = 1e9;

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        if (Double.isInfinite(ttft) && Double.isInfinite(tpot) && Double.isInfinite(e2e)) {
            return List.of();
        }
        int rounds = record.rounds();
        double[] requests = new double[rounds];
        double[] good = new double[rounds];
        double[] goodTokens = new double[rounds];
        double[] seconds = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            RoundRecord round = record.round(r);
            requests[r] = round.requests();
            seconds[r] = (round.endNanos() - round.startNanos()) / NANOS;
            for (int i = 0; i < round.requests(); i++) {
                if (isGood(round, i)) {
                    good[r]++;
                    goodTokens[r] += round.completionTokens(i);
                }
            }
        }
        return List.of(
                value("goodput_requests", "goodput", Unit.REQUESTS_PER_SECOND, "Good requests / time.", good, seconds),
                value(
                        "goodput_tokens",
                        "output goodput",
                        Unit.TOKENS_PER_SECOND,
                        "Generated tokens of good requests / time.",
                        goodTokens,
                        seconds),
                value("goodput_share", "good requests", Unit.RATIO, "Good requests / requests.", good, requests));
    }

    private boolean isGood(RoundRecord round, int request) {
        return round.succeeded(request)
                && round.emissions(request) > 0
                && RequestTimes.firstToken(round, request) <= ttft * NANOS
                && !(RequestTimes.perOutputToken(round, request) > tpot * NANOS)
                && RequestTimes.endToEnd(round, request) <= e2e * NANOS;
    }

    private MetricValue value(
            String id, String label, Unit unit, String formula, double[] numerators, double[] denominators) {
        MetricDescriptor descriptor = new MetricDescriptor(
                id,
                label,
                unit,
                Direction.HIGHER_IS_BETTER,
                "%s A request is good if it succeeded with %s. The time is the sum over rounds from the release of the"
                                .formatted(formula, limits())
                        + " workers to the end of the last request.");
        RoundRatio ratio = new RoundRatio(numerators, denominators);
        return Scaled.down(1, descriptor, ratio, numerators.length);
    }

    private String limits() {
        List<String> limits = new ArrayList<>();
        addLimit(limits, "TTFT", ttft);
        addLimit(limits, "TPOT", tpot);
        addLimit(limits, "end-to-end latency", e2e);
        return String.join(" and ", limits);
    }

    private static void addLimit(List<String> limits, String name, double seconds) {
        if (Double.isFinite(seconds)) {
            limits.add("%s <= %s s".formatted(name, seconds));
        }
    }
}
