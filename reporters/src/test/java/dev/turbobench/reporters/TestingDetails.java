package dev.turbobench.reporters;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.report.Stall;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/** How cases could have gone: a slow first round, noise that repeats itself, a collection of garbage, a falling clock. */
public final class TestingDetails {

    private static final int ROUNDS = 11;
    private static final int POINTS = 300;
    private static final double[] NINES = {0, 0.3, 0.6, 1, 1.3, 1.6, 2, 2.3, 2.6, 3, 3.5, 4};

    private TestingDetails() {}

    /**
     * Make up details.
     *
     * @param spec the case
     * @param ttft time to first token in seconds
     * @param tpot time for each further token in seconds
     */
    public static CaseDetails of(CaseSpec spec, double ttft, double tpot) {
        double seconds = ttft + tpot * (spec.completionTokens() - 1);
        List<RoundDetail> rounds = new ArrayList<>();
        double start = 0;
        for (int i = 0; i < ROUNDS; i++) {
            double factor = (i == 0 ? 1.7 : 1) * (1 + 0.012 * Math.sin(7.3 * i + spec.index()));
            rounds.add(round(spec, start, seconds * factor, ttft * factor));
            start += seconds * factor + 0.0004;
        }
        double end = start;
        return new CaseDetails(
                rounds.subList(0, 1),
                rounds.subList(1, ROUNDS),
                List.of(
                        new Stall(nanos(0.31 * end), nanos(0.004), "garbage collection"),
                        new Stall(nanos(0.74 * end), nanos(0.0011), "scheduling")),
                List.of(
                        distribution("ttft", "TTFT", ttft, spec.concurrency() * 10L, 0.02),
                        distribution("itl_token", "ITL by token", tpot, (spec.completionTokens() - 1L) * 10, 0.11)),
                List.of(
                        series("sm_clock", "SM clock", "MHz", end, t -> 1980 - 60 * t + 12 * Math.sin(40 * t)),
                        series("mem_clock", "memory clock", "MHz", end, t -> 2619),
                        series("power", "power", "W", end, t -> 540 + 60 * Math.sin(25 * t))),
                new MemoryUsage(List.of(new MemoryUsage.Rank(
                        "NVIDIA H100",
                        gibibytes(12.6),
                        gibibytes(52),
                        gibibytes(Math.min(52, spec.concurrency() * spec.sequenceTokens() * 0.00049)),
                        gibibytes(2.1),
                        gibibytes(0.9)))));
    }

    private static long gibibytes(double number) {
        return (long) (number * (1L << 30));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static RoundDetail round(CaseSpec spec, double start, double seconds, double ttft) {
        List<RoundDetail.Point> points = new ArrayList<>();
        for (int i = 1; i <= POINTS; i++) {
            double at = seconds * i / POINTS;
            double share = Math.min(1, at / ttft);
            long tokens = (long) spec.promptTokens() + Math.round(spec.completionTokens() * at / seconds);
            points.add(new RoundDetail.Point(
                    nanos(start + at),
                    share < 1 ? spec.promptTokens() : 0,
                    i == POINTS ? 0 : (int) (spec.concurrency() * share),
                    (int) (spec.concurrency() * (1 - share)),
                    (int) (spec.concurrency() * share * tokens / 64) + 1,
                    nanos(0.011 + 0.0007 * Math.sin(i * 1.7) + (i % 97 == 0 ? 0.004 : 0))));
        }
        return new RoundDetail(
                nanos(start), nanos(seconds), (long) spec.concurrency() * spec.completionTokens(), points);
    }

    private static Distribution distribution(String id, String label, double typical, long samples, double width) {
        List<Double> probabilities = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (double nine : NINES) {
            double probability = 1 - Math.pow(10, -nine);
            if (samples * (1 - probability) >= 1) {
                probabilities.add(probability);
                values.add(typical * (1 - width + width * (1 + nine)));
            }
        }
        probabilities.add(1.0);
        values.add(values.get(values.size() - 1) * 1.04);
        return new Distribution(id, label, Unit.SECONDS, samples, probabilities, values);
    }

    private interface Wave {
        double at(double t);
    }

    private static Series series(String name, String label, String unit, double end, Wave wave) {
        List<Long> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            times.add(nanos(end * i / POINTS));
            values.add(wave.at((double) i / POINTS));
        }
        return new Series(name, label, unit, times, values);
    }
}
