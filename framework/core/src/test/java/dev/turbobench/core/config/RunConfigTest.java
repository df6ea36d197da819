package dev.turbobench.core.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.engine.SamplingParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RunConfigTest {

    private static final List<LengthPair> LENGTHS = List.of(new LengthPair(1, 1));

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).hasMessage(message);
    }

    private static EngineSelection engine(String name, int tensorParallelSize) {
        return new EngineSelection(name, "model", "auto", tensorParallelSize, Map.of(), Path.of("cache"));
    }

    private static WorkloadConfig workload(List<Integer> concurrency, List<LengthPair> lengths) {
        return new WorkloadConfig(concurrency, lengths, SamplingParameters.GREEDY, 0, false);
    }

    @Test
    void refusesRanksThatAreNoPowerOfTwo() {
        engine("testing", 8);
        for (int size : new int[] {3, 0, -1, Integer.MIN_VALUE, 6}) {
            assertRefused(() -> engine("testing", size), "tp: expected a power of 2, found " + size);
        }
    }

    @Test
    void refusesEmptyNames() {
        assertRefused(() -> engine(" ", 1), "engine: expected a name, found nothing");
    }

    @Test
    void refusesAnEmptyMatrix() {
        assertRefused(() -> workload(List.of(), LENGTHS), "concurrency: expected at least one value, found none");
        assertRefused(
                () -> workload(List.of(1), List.of()),
                "prompt-tokens and completion-tokens: expected at least one value each, found none");
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertRefused(() -> workload(List.of(1, 0), LENGTHS), "concurrency: expected at least 1, found 0");
        assertRefused(() -> workload(List.of(100_000), LENGTHS), "concurrency: expected at most 8192, found 100000");
        assertRefused(() -> new LengthPair(0, 1), "prompt-tokens: expected at least 1, found 0");
        assertRefused(() -> new LengthPair(1, -5), "completion-tokens: expected at least 1, found -5");
        assertRefused(
                () -> new LengthPair(Integer.MAX_VALUE, 1),
                "prompt-tokens and completion-tokens: expected a sum of at most 2147483647, found 2147483647 + 1");
        assertRefused(() -> new RoundsConfig(0, 1, RoundStart.FREE), "test-round: expected at least 1, found 0");
        assertRefused(() -> new RoundsConfig(1, -1, RoundStart.FREE), "warmup-round: expected 0 or more, found -1");
        assertRefused(
                () -> new RoundsConfig(1, 1, RoundStart.FREE, Duration.ZERO),
                "stall-timeout: expected more than 0, found PT0S");
    }
}
