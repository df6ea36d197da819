package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.RoundDetail;
import dev.turbobench.spi.report.RoundDetail.Point;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reports get to know of the rounds of a case. */
@Timeout(60)
class TimelineTest {

    private static final long MILLI = 1_000_000;

    private final TestingRun run = new TestingRun();

    @Test
    void showsEveryStepOfShortRoundsFromTheStartOfTheCase() {
        run.rounds = new RoundsConfig(2, 1, RoundStart.TOGETHER);
        run.lengths = List.of(new LengthPair(8, 3));
        CaseDetails details = run.only().details();
        // Steps of 50, 10 and 10 ms with a batch of 2.
        assertThat(details.warmup())
                .containsExactly(new RoundDetail(
                        0,
                        70 * MILLI,
                        6,
                        List.of(
                                new Point(50 * MILLI, 16, 0, 0, 2, 50 * MILLI),
                                new Point(60 * MILLI, 0, 2, 0, 2, 10 * MILLI),
                                new Point(70 * MILLI, 0, 2, 0, 2, 10 * MILLI))));
        assertThat(details.rounds()).extracting(RoundDetail::startNanos).containsExactly(70 * MILLI, 140 * MILLI);
        assertThat(details.rounds().get(1).timeline().get(2).nanos()).isEqualTo(210 * MILLI);
        assertThat(details.memory().ranks()).hasSize(2);
    }

    @Test
    void keepsTheLongestStepWhereItShowsSeveralAsOne() {
        run.rounds = new RoundsConfig(1, 0, RoundStart.TOGETHER);
        run.lengths = List.of(new LengthPair(8, 1000));
        run.script.stepNanos = step -> step == 501 ? 30 * MILLI : MILLI;
        CaseDetails details = run.only().details();
        assertThat(details.warmup()).isEmpty();
        RoundDetail round = details.rounds().get(0);
        assertThat(round.timeline()).hasSize(Timeline.MOST_POINTS);
        // Five steps a point: step 501 is the second of point 100.
        assertThat(round.timeline().get(99).longestStepNanos()).isEqualTo(MILLI);
        assertThat(round.timeline().get(100).longestStepNanos()).isEqualTo(30 * MILLI);
        assertThat(round.timeline()).extracting(Point::nanos).isSorted();
        assertThat(round.timeline().get(199).nanos()).isEqualTo(round.elapsedNanos());
        assertThat(round.timeline().stream().mapToLong(Point::prefillTokens).sum())
                .isEqualTo(16);
    }

    @Test
    void hasNoTimelineWithoutSteps() {
        run.script.reportsSteps = false;
        CaseDetails details = run.only().details();
        assertThat(details.rounds())
                .hasSize(3)
                .allSatisfy(round -> assertThat(round.timeline()).isEmpty());
        assertThat(details.warmup()).extracting(RoundDetail::completionTokens).containsExactly(10L);
    }
}
