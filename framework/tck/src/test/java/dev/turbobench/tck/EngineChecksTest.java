package dev.turbobench.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.tck.CheckResult.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineChecksTest {

    /** Defects that show only in what does not happen. */
    private static final Set<Defect> WAITED_FOR =
            EnumSet.of(Defect.LOSES_CONCURRENT_REQUESTS, Defect.ABANDONS_AT_CLOSE, Defect.LEAVES_A_THREAD);

    @TempDir
    Path cache;

    private List<CheckResult> run(Defect defect, Duration patience) {
        Duration forRequests = WAITED_FOR.contains(defect) ? Duration.ofSeconds(8) : Duration.ofMinutes(1);
        EngineSubject subject =
                new EngineSubject(new SampleEngineFactory(defect), "sample", "", Map.of(), cache, forRequests);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : EngineChecks.of(subject)) {
            // A defect is looked for where it is, the others would only take their time.
            if (defect == Defect.NONE || defect.checks().contains(check.id())) {
                results.add(Conformance.run(check, patience));
            }
        }
        return results;
    }

    @Test
    void findsNothingWrongWithAGoodEngine() {
        assertThat(run(Defect.NONE, Duration.ofMinutes(2)))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.outcome())
                        .as("%s: %s", result.check().id(), result.message())
                        .isEqualTo(Outcome.PASSED));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void catchesEveryDefectByTheCheckThatIsMeantForIt(Defect defect) {
        // What fails does so on its own; only what hangs needs the deadline.
        Duration patience = defect == Defect.HANGS_IN_CLOSE ? Duration.ofSeconds(5) : Duration.ofMinutes(2);

        List<CheckResult> results = run(defect, patience);

        assertThat(results).hasSize(1).allSatisfy(result -> {
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).isNotBlank().doesNotContain("\n");
        });
    }
}
