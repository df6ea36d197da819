package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers of the legacy method, computed by hand from the script and by its formulas from the record. */
@Timeout(60)
class LegacyNumbersTest {

    @Test
    void followFromTheRecord() {
        TestingRun run = new TestingRun();
        run.rounds = new RoundsConfig(2, 1, RoundStart.TOGETHER);
        // Steps of 50, 1, 2, 3, 4 ms: the first token after 50 ms, then gaps of 1, 2, 3 and 4 ms.
        run.script.stepNanos = step -> step == 0 ? 50_000_000 : step * 1_000_000L;
        run.run();
        CaseRecord record = run.record();
        List<Long> firstTokens = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        long tokens = 0;
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int request = 0; request < round.requests(); request++) {
                firstTokens.add(round.emissionNanos(request, 0) - round.submitNanos(request));
                for (int emission = 1; emission < round.emissions(request); emission++) {
                    gaps.add(round.emissionNanos(request, emission) - round.emissionNanos(request, emission - 1));
                }
                tokens += round.completionTokens(request);
            }
        }
        Collections.sort(gaps);
        assertThat(firstTokens).hasSize(4).containsOnly(50_000_000L);
        assertThat(gaps).hasSize(16);
        assertThat(gaps.get((int) (0.50 * gaps.size()))).isEqualTo(3_000_000L);
        assertThat(gaps.get((int) (0.75 * gaps.size()))).isEqualTo(4_000_000L);
        // 2 rounds x 2 workers x 5 tokens in 2 x 60 ms.
        assertThat(tokens / (record.wallNanos() / 1e9)).isCloseTo(20 / 0.120, within(1e-9));
    }
}
