package dev.turbobench.core.compare;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Results of 20 cases with noise as rounds of a real engine have it: about 1 %, and now and then a round that is late. */
public final class TestingMatrix {

    private static final double NOISE = 0.01;
    private static final double DISTURBED = 0.03;
    private static final double LATE = 1.08;

    private TestingMatrix() {}

    /** Draw a run; {@code slowdown[i]} multiplies the times of case {@code i}. */
    static List<CaseResult> draw(Random random, int rounds, double... slowdown) {
        List<CaseResult> results = new ArrayList<>();
        for (int c = 0; c < slowdown.length; c++) {
            double[] seconds = new double[rounds];
            double[] firstToken = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                double disturbance = random.nextDouble() < DISTURBED ? LATE : 1;
                seconds[r] = slowdown[c] * disturbance * Math.exp(NOISE * random.nextGaussian()) * (1 + c);
                firstToken[r] = slowdown[c] * Math.exp(NOISE * random.nextGaussian()) * 0.1 * (1 + c);
            }
            double[] throughput = Arrays.stream(seconds).map(s -> 1000 / s).toArray();
            results.add(result(
                    new CaseSpec(c, 1 + c, 128, 128),
                    CaseStatus.VALID,
                    value("throughput_out", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, throughput),
                    value("ttft_mean", Unit.SECONDS, Direction.LOWER_IS_BETTER, firstToken),
                    value("tpot_mean", Unit.SECONDS, Direction.LOWER_IS_BETTER, seconds)));
        }
        return results;
    }

    public static CaseResult result(CaseSpec spec, CaseStatus status, MetricValue... values) {
        return new CaseResult(spec, 1, status, List.of(), null, 10, List.of(values));
    }

    public static MetricValue value(String id, Unit unit, Direction direction, double... rounds) {
        MetricDescriptor descriptor = new MetricDescriptor(id, id, unit, direction, "Drawn.");
        return new MetricValue(
                descriptor,
                Arrays.stream(rounds).average().orElseThrow(),
                null,
                rounds.length,
                null,
                Arrays.stream(rounds).boxed().collect(Collectors.toList()));
    }
}
