package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check that the README invites everybody to make: tokens and probabilities against another implementation. */
class GenerateIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-3;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internlm-bias",
                "internlm2",
                "llama-sharded",
                "llama-yarn",
                "llama3-gqa",
                "mistral",
                "qwen2-tied",
                "qwen3"
            })
    void agreesWithTransformersOnPromptsInOneBatch(String name) throws IOException {
        Path model = TestingInstallation.sources()
                .resolve("engine-turbomind/src/test/resources/goldens")
                .resolve(name);
        JsonNode golden = JSON.readTree(model.resolve("golden.json").toFile()).get("prompts");
        Path prompts = scratch.resolve("prompts.txt");
        StringBuilder text = new StringBuilder();
        golden.forEach(prompt -> text.append(words(prompt.get("input_ids"))).append('\n'));
        Files.writeString(prompts, text);

        Execution run = turbobench(
                scratch,
                "generate",
                model.toString(),
                "--device=cpu",
                "--prompt-ids-file=" + prompts,
                "--completion-tokens=" + golden.get(0).get("greedy").size(),
                "--ignore-eos",
                "--score",
                "--json");

        assertThat(run.exitCode()).as("%s", run).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(golden.size());
        for (int i = 0; i < lines.size(); i++) {
            JsonNode result = JSON.readTree(lines.get(i));
            assertThat(result.get("completion_ids"))
                    .as("prompt %d", i)
                    .isEqualTo(golden.get(i).get("greedy"));
            assertClose(result.get("prompt_logprobs"), golden.get(i).get("prompt_logprobs"));
        }
    }

    /** The result has a null for the first prompt token, which has no probability. */
    private static void assertClose(JsonNode result, JsonNode golden) {
        assertThat(result).hasSize(golden.size() + 1);
        assertThat(result.get(0).isNull()).isTrue();
        for (int i = 0; i < golden.size(); i++) {
            assertThat(result.get(i + 1).doubleValue())
                    .as("log-probability of prompt token %d", i + 1)
                    .isCloseTo(golden.get(i).doubleValue(), within(TOLERANCE));
        }
    }

    private static String words(JsonNode ids) {
        StringBuilder words = new StringBuilder();
        ids.forEach(id -> words.append(id.intValue()).append(' '));
        return words.toString();
    }
}
