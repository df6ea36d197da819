package dev.turbobench.core.compare;

import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.MetricChange.Verdict;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares the results of two runs case by case, and corrects for the number of tests over the whole matrix.
 *
 * <p>Cases belong together if concurrency, lengths and tensor parallel size are equal. Only valid cases are compared.
 */
public final class RunComparator {

    /** What people look at first; the others can be asked for. */
    public static final List<String> USUAL_METRICS =
            List.of("throughput_out", "ttft_mean", "tpot_mean", "itl_token_p99");

    /** Differences smaller than this are called none: two runs of the same thing differ by more than their rounds do. */
    public static final double SMALLEST = 0.01;

    private final Predicate<String> metrics;
    private final double smallest;

    /**
     * Create a comparator.
     *
     * @param metrics which metrics to compare, by id
     * @param smallest differences smaller than this part are never called changes
     */
    public RunComparator(Predicate<String> metrics, double smallest) {
        this.metrics = metrics;
        this.smallest = smallest;
    }

    /** Compare two runs. */
    public Comparison compare(List<CaseResult> baseline, List<CaseResult> candidate) {
        List<Cell> cells = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (CaseResult before : baseline) {
            String label = before.spec().label();
            Optional<CaseResult> after = find(candidate, before);
            if (before.status() != CaseStatus.VALID) {
                notes.add("%s: not compared, it is %s in the baseline".formatted(label, before.status()));
            } else if (after.isEmpty()) {
                broken.add("%s: the candidate does not have it".formatted(label));
            } else if (after.get().status() != CaseStatus.VALID) {
                broken.add("%s: it is %s in the candidate%s"
                        .formatted(label, after.get().status(), reason(after.get())));
            } else {
                addCells(cells, before, after.get());
            }
        }
        for (CaseResult after : candidate) {
            if (find(baseline, after).isEmpty()) {
                notes.add("%s: not compared, the baseline does not have it"
                        .formatted(after.spec().label()));
            }
        }
        return judge(cells, broken, notes);
    }

    private static String reason(CaseResult result) {
        if (result.failure() != null) {
            return ": " + result.failure().message();
        }
        return result.notes().isEmpty() ? "" : ": " + result.notes().get(0);
    }

    private static Optional<CaseResult> find(List<CaseResult> results, CaseResult like) {
        return results.stream()
                .filter(result ->
                        isSame(result.spec(), like.spec()) && result.tensorParallelSize() == like.tensorParallelSize())
                .reduce((earlier, later) -> later);
    }

    private static boolean isSame(CaseSpec a, CaseSpec b) {
        return a.concurrency() == b.concurrency()
                && a.promptTokens() == b.promptTokens()
                && a.completionTokens() == b.completionTokens();
    }

    private void addCells(List<Cell> cells, CaseResult before, CaseResult after) {
        for (MetricValue value : before.metrics()) {
            MetricDescriptor descriptor = value.descriptor();
            Optional<MetricValue> other = after.metric(descriptor.id());
            if (metrics.test(descriptor.id()) && other.isPresent()) {
                cells.add(cell(before.spec(), value, other.get()));
            }
        }
    }

    private static Cell cell(CaseSpec spec, MetricValue before, MetricValue after) {
        double[] a = rounds(before);
        double[] b = rounds(after);
        String note = note(before, after, a.length, b.length);
        RoundsTest test = note == null ? RoundsTest.of(a, b) : null;
        return new Cell(
                spec,
                before.descriptor(),
                before.value(),
                after.value(),
                test,
                Double.NaN,
                Verdict.NOT_COMPARABLE,
                note);
    }

    private static double[] rounds(MetricValue value) {
        return value.byRound().stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }

    private static @Nullable String note(MetricValue before, MetricValue after, int roundsBefore, int roundsAfter) {
        if (!before.isAvailable() || !after.isAvailable()) {
            return "there is no value in the " + (before.isAvailable() ? "candidate" : "baseline");
        }
        if (roundsBefore < 2 || roundsAfter < 2) {
            return "a test needs at least 2 rounds in both runs, found %d and %d".formatted(roundsBefore, roundsAfter);
        }
        return null;
    }

    private Comparison judge(List<Cell> cells, List<String> broken, List<String> notes) {
        List<Cell> judged = new ArrayList<>(cells);
        List<Integer> tested = new ArrayList<>();
        List<Double> pValues = new ArrayList<>();
        Map<MetricDescriptor, List<RoundsTest>> byMetric = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            RoundsTest test = cells.get(i).test();
            if (test != null) {
                tested.add(i);
                pValues.add(test.pValue());
                if (!Double.isNaN(test.ratio())) {
                    byMetric.computeIfAbsent(cells.get(i).descriptor(), key -> new ArrayList<>())
                            .add(test);
                }
            }
        }
        double[] adjusted = FalseDiscovery.adjust(
                pValues.stream().mapToDouble(Double::doubleValue).toArray());
        for (int k = 0; k < adjusted.length; k++) {
            int index = tested.get(k);
            judged.set(index, cells.get(index).judged(adjusted[k], smallest));
        }
        List<MatrixChange> matrix = new ArrayList<>();
        byMetric.forEach((descriptor, tests) -> matrix.add(MatrixChange.of(descriptor, tests)));
        return new Comparison(judged, matrix, broken, notes, adjusted.length);
    }
}
