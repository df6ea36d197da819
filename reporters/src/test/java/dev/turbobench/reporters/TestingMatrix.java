package dev.turbobench.reporters;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/** The default matrix on an imaginary device, with one case that queued and one that ran out of memory. */
public final class TestingMatrix {

    private static final int[][] SHAPES = {{1, 128}, {128, 128}, {128, 2048}, {2048, 128}, {2048, 2048}};
    private static final double[] PERCENTILES = {0.5, 0.75, 0.9, 0.95, 0.99, 0.999};

    private TestingMatrix() {}

    public static List<CaseResult> results() {
        List<CaseResult> results = new ArrayList<>();
        for (int concurrency : new int[] {1, 16, 32, 64}) {
            for (int[] shape : SHAPES) {
                results.add(result(new CaseSpec(results.size(), concurrency, shape[0], shape[1])));
            }
        }
        return results;
    }

    /** Two hundred cases: ten shapes with twenty batches. */
    public static List<CaseResult> manyResults() {
        List<CaseResult> results = new ArrayList<>();
        for (int concurrency = 1; concurrency <= 20; concurrency++) {
            for (int shape = 0; shape < 10; shape++) {
                results.add(
                        result(new CaseSpec(results.size(), concurrency * 4, 64 << (shape / 2), 128 << (shape % 5))));
            }
        }
        return results;
    }

    public static RunHeader header(String model) {
        return header(model, results());
    }

    public static RunHeader header(String model, List<CaseResult> results) {
        RunHeader header = TestingRun.header(model);
        return new RunHeader(
                header.runId(),
                header.started(),
                header.version(),
                header.model(),
                header.engine(),
                header.engineInfo(),
                header.engineLimits(),
                results.stream().map(CaseResult::spec).toList(),
                header.configuration(),
                header.environment(),
                header.plugins(),
                header.notices());
    }

    private static CaseResult result(CaseSpec spec) {
        if (spec.concurrency() == 64 && spec.promptTokens() == 2048 && spec.completionTokens() == 2048) {
            return new CaseResult(
                    spec,
                    1,
                    CaseStatus.FAILED,
                    List.of(),
                    new CaseFailure("OUT_OF_MEMORY", "needs 128 GiB for the KV cache, the device has 61 GiB free"),
                    0,
                    List.of());
        }
        boolean queued = spec.concurrency() == 32 && spec.promptTokens() + spec.completionTokens() == 4096;
        return new CaseResult(
                spec,
                1,
                queued ? CaseStatus.INVALID : CaseStatus.VALID,
                queued ? List.of("queued: largest live batch 29/32") : List.of(),
                null,
                10,
                metrics(spec),
                TestingDetails.of(spec, ttft(spec), tpot(spec)));
    }

    private static double tpot(CaseSpec spec) {
        double context = spec.promptTokens() + spec.completionTokens() / 2.0;
        return 0.0102 + 4.5e-5 * spec.concurrency() + 2.6e-8 * context * spec.concurrency();
    }

    private static double ttft(CaseSpec spec) {
        return 0.012 + 2.1e-5 * spec.promptTokens() * (1 + spec.concurrency()) / 2;
    }

    private static List<MetricValue> metrics(CaseSpec spec) {
        double tpot = tpot(spec);
        double ttft = ttft(spec);
        double perUser = 1 / tpot;
        double seconds = ttft + tpot * (spec.completionTokens() - 1);
        double output = spec.concurrency() * spec.completionTokens() / seconds;
        List<MetricValue> values = new ArrayList<>();
        values.add(around("throughput_out", Unit.TOKENS_PER_SECOND, output));
        values.add(around("throughput_per_device", Unit.TOKENS_PER_SECOND, output));
        values.add(around("throughput_per_user", Unit.TOKENS_PER_SECOND, perUser));
        distribution(values, "ttft", ttft, spec.concurrency() * 10);
        distribution(values, "tpot", tpot, spec.concurrency() * 10);
        distribution(values, "itl_token", tpot, (spec.completionTokens() - 1) * 10);
        distribution(values, "e2e", seconds, spec.concurrency() * 10);
        values.add(TestingRun.metric("legacy_mem", Unit.BYTES, 76.4 * (1L << 30)));
        values.add(TestingRun.metric(
                "kv_used_max", Unit.RATIO, Math.min(1, spec.concurrency() * spec.sequenceTokens() / 131072.0)));
        values.add(MetricValue.notAvailable(
                TestingRun.descriptor("mbu_measured", Unit.RATIO), 0, "n/a (this engine has no probe)"));
        values.add(TestingRun.metric("mbu_datasheet", Unit.RATIO, 0.0072 / tpot));
        values.add(TestingRun.metric("ideal_share_datasheet", Unit.RATIO, 0.0068 / tpot));
        return values;
    }

    private static MetricValue around(String id, Unit unit, double value) {
        return TestingRun.metric(id, unit, value, value * 0.985, value * 1.015);
    }

    private static void distribution(List<MetricValue> values, String id, double mean, int samples) {
        values.add(around(id + "_mean", Unit.SECONDS, mean));
        for (double p : PERCENTILES) {
            String word = id + "_p" + (p == 0.999 ? "99_9" : Math.round(100 * p));
            if (samples * (1 - p) < 4.7) {
                values.add(MetricValue.notAvailable(
                        TestingRun.descriptor(word, Unit.SECONDS),
                        samples,
                        "n/a (n=%d < %d)".formatted(samples, Math.round(4.74 / (1 - p)))));
            } else {
                values.add(around(word, Unit.SECONDS, mean * (0.98 + 0.05 * -Math.log10(1 - p))));
            }
        }
    }
}
