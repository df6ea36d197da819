package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.plugin.TestingJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

    @TempDir
    Path home;

    private TestingProgram program;

    @BeforeEach
    void addPlugin() {
        TestingJar.countingEngine().write(home.resolve("plugins/counting.jar"));
        program = new TestingProgram(home);
    }

    @Test
    void printsJson() {
        assertThat(program.run("generate", "m", "--engine", "counting", "--prompt-ids", "1,2,3", "-ct", "2", "--json"))
                .isZero();
        assertThat(program.out()).isEqualTo("""
                        {"model":"m","prompt_ids":[1,2,3],"completion_ids":[4,5],"completion_logprobs":[-0.5,-0.5],\
                        "prompt_logprobs":null}
                        """);
    }

    @Test
    void scoresPromptsWithoutGenerating() {
        assertThat(program.run("generate", "--engine=counting", "--prompt-ids", "7,8", "--score", "--json", "m"))
                .isZero();
        assertThat(program.out())
                .contains("\"completion_ids\":[],\"completion_logprobs\":[],\"prompt_logprobs\":[null,0.0]");
    }

    @Test
    void runsEveryPromptOfAFile() throws IOException {
        String file = Files.writeString(home.resolve("prompts"), "[[1,2],[5]]").toString();
        assertThat(program.run("generate", "m", "--engine=counting", "--prompt_ids_file", file, "-ct", "1", "--json"))
                .isZero();
        assertThat(program.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"completion_ids\":[3]"),
                        line -> assertThat(line).contains("\"completion_ids\":[6]"));
    }

    @Test
    void printsTablesForPeople() {
        assertThat(program.run(
                        "generate",
                        "m",
                        "--engine=counting",
                        "--prompt-ids",
                        "1,2",
                        "--completion-tokens",
                        "1",
                        "--score"))
                .isZero();
        assertThat(program.out()).isEqualTo("""
                        prompt 0: 2 tokens
                        | position | token | log-probability |
                        | -------: | ----: | --------------: |
                        |        0 |     1 |                 |
                        |        1 |     2 |        0.000000 |
                        completion 0: LENGTH
                        | position | token | log-probability |
                        | -------: | ----: | --------------: |
                        |        0 |     3 |       -0.500000 |
                        """);
    }

    @Test
    void wrongUsageIsSaidInOneLine() {
        assertThat(program.run("generate", "m", "--engine=counting", "-ct", "1"))
                .isEqualTo(2);
        assertThat(program.err()).contains("[USAGE]: Missing", "--prompt-ids");
        assertThat(program.run("generate", "m", "--engine=counting", "--prompt-ids", "1", "-ct", "0"))
                .isEqualTo(2);
        assertThat(program.err()).contains("completion-tokens: expected at least 1, found 0");
        assertThat(program.run("generate", "m", "--engine=counting", "--prompt-ids", "a", "-ct", "1", "--tp", "3"))
                .isEqualTo(2);
        assertThat(program.err()).contains("2 problems", "expected a power of 2", "expected token ids, found \"a\"");
    }

    @Test
    void generatesSixteenTokensUnlessToldOtherwise() {
        assertThat(program.run("generate", "m", "--engine=counting", "--prompt-ids", "1", "--json"))
                .isZero();
        assertThat(program.out()).containsPattern("\"completion_ids\":\\[[0-9]+(,[0-9]+){15}]");
    }

    @Test
    void anEngineThatDiesIsNamed() {
        String trouble = "engine.counting.die_by=exit";
        assertThat(program.run("generate", "m", "--engine=counting", "--prompt-ids", "1", "--set", trouble))
                .isEqualTo(3);
        assertThat(program.err()).contains("plugin counting 1.2.3: its thread", "must not end the process");
    }
}
