package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CaseViewTest {

    private final TestingProgress progress = new TestingProgress();
    private final TestingTicker ticker = new TestingTicker();
    private final CaseView view = new CaseView(new CaseSpec(1, 16, 128, 256), progress, ticker);

    @Test
    void showsBarRoundSpeedAndTimeLeft() {
        progress.roundsFinished = 3;
        progress.remainingNanos = OptionalLong.of(125_000_000_000L);
        view.line();
        ticker.advanceMillis(500);
        progress.completionTokens = 500;
        assertThat(view.line())
                .isEqualTo("[2/3] c16-p128-g256      [##########..........] round 4/10     1000.00 tok/s  02:05 left");
    }

    @Test
    void speedIsThatOfTheLastTwoSeconds() {
        view.line();
        for (int i = 0; i < 9; i++) {
            ticker.advanceMillis(200);
            view.line();
        }
        assertThat(view.line()).contains(" 0.0000 tok/s");
        for (int i = 0; i < 10; i++) {
            ticker.advanceMillis(200);
            progress.completionTokens = 20L * (i + 1);
            view.line();
        }
        assertThat(view.line()).contains(" 100.00 tok/s");
    }

    @Test
    void neverShowsARoundOrABarBeyondTheEnd() {
        progress.roundsFinished = 10;
        progress.completionTokens = 2000;
        assertThat(view.line()).contains("[####################] round 10/10");
        progress.warmingUp = true;
        assertThat(view.line()).contains("warm-up");
    }

    @Test
    void theSummaryHasTheSpeedOfTheMeasuredRounds() {
        view.roundFinished(100, 1_000_000_000);
        view.roundFinished(100, 3_000_000_000L);
        assertThat(CaseView.summary("[1/3]", TestingResults.valid(), view))
                .isEqualTo("[1/3] c16-p128-g256      VALID   10 rounds in 4.00 s, 50.00 tok/s");
        assertThat(CaseView.summary("[2/3]", TestingResults.failed(), null))
                .isEqualTo("[2/3] c64-p128-g256      FAILED  [OUT_OF_MEMORY] no room for the cache");
        assertThat(CaseView.summary("[3/3]", TestingResults.invalid(), null)).endsWith("INVALID requests waited");
    }
}
