package dev.turbobench.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault as the client of the engine sees it. */
@Timeout(120)
class FaultTest {

    private static TestingReplay replay(String fault) {
        return new TestingReplay("replay:ttft=1ms,itl=1ms,stall=300ms,fail=" + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            short            | LENGTH of 0: 4 prompt, 0 cached, 3 tokens        | 4
            claim            | LENGTH of 0: 4 prompt, 0 cached, 4 tokens        | 4
            long             | LENGTH of 0: 4 prompt, 0 cached, 5 tokens        | 6
            error            | OUT_OF_MEMORY: request 0 ran out of memory, as asked for | 3
            cached           | LENGTH of 0: 4 prompt, 3 cached, 4 tokens        | 5
            cancel           | CANCELLED of 0: 4 prompt, 0 cached, 1 tokens     | 2
            """)
    void endsOtherwise(String fault, String last, int events) throws InterruptedException {
        try (TestingReplay replay = replay(fault + "@0")) {
            TestingSink sink = replay.runTogether(1, 4, 4).get(0);
            assertThat(sink.events).hasSize(events).endsWith(last);
            assertThat(replay.runTogether(1, 4, 4).get(0).events)
                    .as("the next request")
                    .endsWith("LENGTH of 1: 4 prompt, 0 cached, 4 tokens");
        }
    }

    @ParameterizedTest
    @CsvSource({"preempt, 0, preempted", "empty, 1, 0 tokens of 0", "wrong-id, 1, 1 tokens of 1"})
    void sendsWhatItShouldNot(String fault, int position, String event) throws InterruptedException {
        try (TestingReplay replay = replay(fault + "@0")) {
            assertThat(replay.runTogether(1, 4, 4).get(0).events.get(position)).isEqualTo(event);
        }
    }

    @Test
    void endsTwice() throws InterruptedException {
        try (TestingReplay replay = replay("duplicate-finish@0")) {
            TestingSink sink = replay.runTogether(1, 4, 4).get(0);
            replay.runTogether(1, 4, 4);
            assertThat(sink.events.stream().filter(event -> event.startsWith("LENGTH")))
                    .hasSize(2);
        }
    }

    @Test
    void stallsForAWhile() throws InterruptedException {
        try (TestingReplay replay = replay("stall@0")) {
            TestingSink sink = replay.runTogether(1, 4, 3).get(0);
            assertThat(sink.emissions.get(1) - sink.emissions.get(0)).isEqualTo(301_000_000);
            assertThat(sink.emissions.get(2) - sink.emissions.get(1)).isEqualTo(1_000_000);
        }
    }

    @Test
    void hangsWhateverHappens() throws InterruptedException {
        try (TestingReplay replay = replay("hang@0")) {
            TestingSink hung = new TestingSink();
            var handle = replay.submit(hung, 4);
            hung.awaitFirst();
            handle.cancel();
            TestingSink other = new TestingSink();
            replay.submit(other, 4);
            other.awaitEnd();
            assertThat(hung.hasEnded()).isFalse();
        }
    }

    @Test
    void crashes() throws InterruptedException {
        try (TestingReplay replay = replay("crash@0")) {
            TestingSink sink = new TestingSink();
            replay.submit(sink, 4);
            sink.awaitFirst();
            TestingSink other = new TestingSink();
            replay.submit(other, 4);
            assertThat(sink.hasEnded()).isFalse();
            assertThat(other.hasEnded()).isFalse();
        }
    }

    @Test
    void refusesRequests() throws InterruptedException {
        try (TestingReplay replay = replay("refuse@0/throw@1/out-of-memory@2/corrupt@4")) {
            assertThatThrownBy(() -> replay.together(1, 4, 4))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage("request 0 is refused, as asked for");
            assertThatThrownBy(() -> replay.together(1, 4, 4)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> replay.together(1, 4, 4)).isInstanceOf(OutOfMemoryError.class);
            TestingSink good = replay.runTogether(1, 4, 4).get(0);
            TestingSink corrupt = replay.runTogether(1, 4, 4).get(0);
            assertThat(corrupt.tokens).hasSize(4).isNotEqualTo(good.tokens);
            assertThat(replay.runTogether(1, 4, 4).get(0).tokens).isEqualTo(good.tokens);
        }
    }
}
