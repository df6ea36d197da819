package dev.turbobench.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.core.engine.TestingLaunchers;
import dev.turbobench.core.run.TestingComponents;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenerateRunnerTest {

    private final TestingComponents components = new TestingComponents();
    private final GenerateRunner runner = new GenerateRunner(TestingLaunchers.of(components, components.ticker));

    private static GenerateConfig config(List<List<Integer>> prompts, int completionTokens, boolean score) {
        return new GenerateConfig(
                new EngineSelection("testing", "model", "auto", 1, Map.of(), Path.of("cache")),
                prompts,
                completionTokens,
                SamplingParameters.GREEDY,
                true,
                1,
                score);
    }

    @Test
    void runsEveryPrompt() {
        GenerateResult result = runner.generate(config(List.of(List.of(1, 2, 3), List.of(4)), 5, false));
        assertThat(result.notices()).containsExactly("device auto: chose cpu");
        assertThat(result.generations()).hasSize(2);
        assertThat(result.generations().get(1).promptTokens()).containsExactly(4);
        assertThat(result.generations().get(0).completionTokens()).hasSize(5);
        assertThat(result.generations().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void refusesTokensThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> runner.generate(config(List.of(List.of(1, 1000)), 5, false)))
                .hasMessage("prompt-ids: expected token ids from 0 to 999, found 1000");
    }

    @Test
    void refusesToScoreWithAnEngineThatCannot() {
        assertThatThrownBy(() -> runner.generate(config(List.of(List.of(1, 2)), 0, true)))
                .hasMessage("score: the engine does not report log-probabilities of prompt tokens");
    }

    @Test
    void collectsLogProbabilities() {
        GenerationCollector collector = new GenerationCollector(List.of(5, 6, 7), true);
        // Chunks, and one of them twice, as after a preemption.
        collector.onPromptLogProbabilities(0, 1, new float[] {9, -1}, 1, 1);
        collector.onPromptLogProbabilities(0, 1, new float[] {-1, -2}, 0, 2);
        collector.onTokenLogProbabilities(0, new float[] {-0.5f}, 0, 1);
        collector.onTokens(0, new int[] {0, 42}, 1, 1, 0);
        collector.onFinish(0, FinishReason.END_OF_SEQUENCE, 3, 0, 1, 0);
        Generation generation = collector.await(Optional::empty, Duration.ofMinutes(1));
        assertThat(generation.completionTokens()).containsExactly(42);
        assertThat(generation.logProbabilities()).containsExactly(-0.5);
        assertThat(generation.promptLogProbabilities()).containsExactly(-1.0, -2.0);
        assertThat(generation.finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
    }

    @Test
    void noticesMissingScores() {
        GenerationCollector collector = new GenerationCollector(List.of(5, 6, 7), true);
        collector.onPromptLogProbabilities(0, 2, new float[] {-1}, 0, 1);
        collector.onFinish(0, FinishReason.LENGTH, 3, 0, 0, 0);
        assertThatThrownBy(() -> collector.await(Optional::empty, Duration.ofMinutes(1)))
                .hasMessage("expected log-probabilities of 2 prompt tokens, the engine reported 1");
    }

    @Test
    void throwsTheErrorOfTheEngine() {
        GenerationCollector collector = new GenerationCollector(List.of(5), false);
        BenchmarkException error = new BenchmarkException(StandardErrorCode.OUT_OF_MEMORY, "full");
        collector.onError(0, error);
        assertThatThrownBy(() -> collector.await(Optional::empty, Duration.ofMinutes(1)))
                .isSameAs(error);
    }
}
