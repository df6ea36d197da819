package dev.turbobench.core.compare;

import static dev.turbobench.core.compare.TestingMatrix.result;
import static dev.turbobench.core.compare.TestingMatrix.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.MetricChange;
import dev.turbobench.spi.report.MetricChange.Verdict;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunComparatorTest {

    private static final CaseSpec SPEC = new CaseSpec(0, 2, 8, 8);
    private static final int MATRICES = 200;
    private static final int CASES = 20;

    private final RunComparator comparator = new RunComparator(RunComparator.USUAL_METRICS::contains, 0.01);

    private static double[] unchanged() {
        double[] slowdown = new double[CASES];
        Arrays.fill(slowdown, 1);
        return slowdown;
    }

    private static boolean flags(Comparison comparison) {
        return comparison.cells().stream().anyMatch(cell -> cell.verdict() != Verdict.NONE_SHOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10})
    void sameThingTwiceIsFlaggedInAtMostFivePercentOfMatrices(int rounds) {
        Random random = new Random(rounds);
        int flagged = 0;
        for (int m = 0; m < MATRICES; m++) {
            List<CaseResult> a = TestingMatrix.draw(random, rounds, unchanged());
            List<CaseResult> b = TestingMatrix.draw(random, rounds, unchanged());
            flagged += flags(comparator.compare(a, b)) ? 1 : 0;
        }
        assertThat(flagged).isLessThanOrEqualTo(MATRICES / 20);
    }

    @Test
    void correctionAloneKeepsTheRateOfFalseAlarms() {
        RunComparator anyDifference = new RunComparator(id -> true, 0);
        Random random = new Random(3);
        int flagged = 0;
        for (int m = 0; m < 2 * MATRICES; m++) {
            List<CaseResult> a = TestingMatrix.draw(random, 10, unchanged());
            List<CaseResult> b = TestingMatrix.draw(random, 10, unchanged());
            flagged += flags(anyDifference.compare(a, b)) ? 1 : 0;
        }
        // 5 % of 400, and two standard deviations of that.
        assertThat(flagged).isLessThanOrEqualTo(29);
    }

    @Test
    void threePercentSlowerIsFoundInEveryCaseNinetyTimesOutOfAHundred() {
        double[] slower = new double[CASES];
        Arrays.fill(slower, 1.03);
        Random random = new Random(4);
        int found = 0;
        for (int m = 0; m < MATRICES / 10; m++) {
            Comparison comparison = comparator.compare(
                    TestingMatrix.draw(random, 10, unchanged()), TestingMatrix.draw(random, 10, slower));
            found += (int) comparison.cells().stream()
                    .filter(cell -> cell.verdict() == Verdict.WORSE)
                    .count();
            assertThat(comparison.matrix())
                    .filteredOn(change -> change.descriptor().id().equals("tpot_mean"))
                    .allSatisfy(change -> assertThat(change.ratio()).isCloseTo(1.03, within(0.01)));
        }
        assertThat(found).isGreaterThanOrEqualTo((int) (0.9 * 3 * CASES * MATRICES / 10));
    }

    @Test
    void oneSlowerCaseAmongTwentyIsFoundNinetyTimesOutOfAHundred() {
        double[] slower = unchanged();
        slower[7] = 1.03;
        Random random = new Random(5);
        int found = 0;
        for (int m = 0; m < MATRICES; m++) {
            Comparison comparison = comparator.compare(
                    TestingMatrix.draw(random, 10, unchanged()), TestingMatrix.draw(random, 10, slower));
            boolean worse = comparison.cells().stream()
                    .anyMatch(cell ->
                            cell.verdict() == Verdict.WORSE && cell.spec().index() == 7);
            found += worse ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo((int) (0.9 * MATRICES));
    }

    @Test
    void directionDecidesWhatIsWorse() {
        double[] low = {100, 101, 102, 100, 101, 102, 100, 101, 102, 103};
        double[] high = Arrays.stream(low).map(v -> v * 1.1).toArray();

        Comparison comparison = new RunComparator(id -> true, 0.01)
                .compare(
                        List.of(result(
                                SPEC,
                                CaseStatus.VALID,
                                value("speed", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, low),
                                value("time", Unit.SECONDS, Direction.LOWER_IS_BETTER, low),
                                value("batch", Unit.SEQUENCES, Direction.NEUTRAL, low))),
                        List.of(result(
                                SPEC,
                                CaseStatus.VALID,
                                value("speed", Unit.TOKENS_PER_SECOND, Direction.HIGHER_IS_BETTER, high),
                                value("time", Unit.SECONDS, Direction.LOWER_IS_BETTER, high),
                                value("batch", Unit.SEQUENCES, Direction.NEUTRAL, high))));

        assertThat(comparison.cells())
                .extracting(Cell::verdict)
                .containsExactly(Verdict.BETTER, Verdict.WORSE, Verdict.DIFFERENT);
        assertThat(comparison.regressions(0.05)).hasSize(1);
        assertThat(comparison.regressions(0.2)).isEmpty();
        assertThat(comparison.changes(1)).extracting(MetricChange::metric).containsExactly("speed", "time", "batch");
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        CaseSpec other = new CaseSpec(1, 4, 8, 8);
        CaseSpec third = new CaseSpec(2, 8, 8, 8);
        CaseResult one = result(SPEC, CaseStatus.VALID, value("ttft_mean", Unit.SECONDS, Direction.LOWER_IS_BETTER, 1));

        Comparison comparison = comparator.compare(
                List.of(one, result(other, CaseStatus.VALID), result(third, CaseStatus.INVALID)),
                List.of(one, result(other, CaseStatus.INVALID), result(new CaseSpec(3, 9, 8, 8), CaseStatus.VALID)));

        assertThat(comparison.cells().get(0).note())
                .isEqualTo("a test needs at least 2 rounds in both runs, found 1 and 1");
        assertThat(comparison.broken()).containsExactly("c4-p8-g8: it is INVALID in the candidate");
        assertThat(comparison.notes())
                .containsExactly(
                        "c8-p8-g8: not compared, it is INVALID in the baseline",
                        "c9-p8-g8: not compared, the baseline does not have it");
    }
}
