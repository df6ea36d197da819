package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PlanCommandTest {

    @TempDir
    private Path home;

    private TestingProgram program;

    @BeforeEach
    void addPlugin() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        program = new TestingProgram(home);
    }

    private int plan(String... arguments) {
        List<String> all = new ArrayList<>(List.of("plan", "m", "--engine", "counting", "--csv", ""));
        all.addAll(List.of(arguments));
        return program.run(all.toArray(String[]::new));
    }

    @Test
    void saysCasesTokensTimeAndWidth() {
        assertThat(plan("-c", "1", "2", "-pt", "4", "-ct", "3", "-tr", "10", "--variation", "2%"))
                .isZero();

        assertThat(program.out())
                .containsPattern("c1-p4-g3 +\\| +7 \\| +6 \\| +\\d+\\.\\d\\d \\| +\\d+\\.\\d \\| yes")
                .containsPattern("c2-p4-g3 +\\| +14 \\| +12 ")
                .contains("2 cases, about", "rounds each (10 measured)", "loading took")
                // t(9) = 2.262 by sqrt(10) by 2 %
                .contains("about +-1.43 %, if rounds vary by 2.00 % (as stated)");
    }

    @Test
    void measuresTheVariationUnlessItIsStated() {
        assertThat(plan("-c", "1", "-pt", "4", "-ct", "3", "-tr", "5")).isZero();

        assertThat(program.out()).contains("as the small batches did");
    }

    @Test
    void aSingleRoundHasNoInterval() {
        assertThat(plan("-c", "1", "-pt", "4", "-ct", "3", "-tr", "1")).isZero();

        assertThat(program.out()).contains("no intervals: they need at least 2 rounds");
    }

    @Test
    void wrongVariationIsAUserError() {
        assertThat(plan("--variation", "much")).isEqualTo(2);
        assertThat(program.err()).contains("--variation: expected a percentage");
    }
}
