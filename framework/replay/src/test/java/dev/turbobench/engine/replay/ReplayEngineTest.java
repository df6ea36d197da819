package dev.turbobench.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time stamps are the schedule itself, so they are exact however busy the machine is. */
@Timeout(120)
class ReplayEngineTest {

    private static final long MICRO = 1_000;

    private static List<Long> gaps(TestingSink sink) {
        return java.util.stream.IntStream.range(0, sink.emissions.size())
                .mapToObj(i -> sink.emissions.get(i) - (i == 0 ? sink.admitted : sink.emissions.get(i - 1)))
                .toList();
    }

    @Test
    void emitsAtTheTimesOfItsOptions() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=3ms,ttft_per_token=10us,itl=1ms/2ms")) {
            TestingSink sink = replay.runTogether(1, 50, 5).get(0);
            assertThat(gaps(sink))
                    .containsExactly(3500 * MICRO, 1000 * MICRO, 2000 * MICRO, 1000 * MICRO, 2000 * MICRO);
            assertThat(sink.finished).isEqualTo(sink.emissions.get(4));
            assertThat(sink.events).endsWith("LENGTH of 0: 50 prompt, 0 cached, 5 tokens");
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(sink.finished);
        }
    }

    @Test
    void reportsTheStepsOfABatchThatRunsTogether() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=2ms,itl=1ms,itl_per_sequence=100us")) {
            replay.runTogether(3, 10, 3);
            assertThat(replay.steps)
                    .containsExactly(
                            "2000 us: 3/30+0, 0 waiting, 3 blocks",
                            "1300 us: 0/0+3, 0 waiting, 3 blocks",
                            "1300 us: 0/0+3, 0 waiting, 3 blocks");
        }
    }

    @Test
    void emitsBursts() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=1ms,itl=1ms,burst=4/2")) {
            TestingSink sink = replay.runTogether(1, 4, 10).get(0);
            assertThat(sink.events.subList(0, 4))
                    .containsExactly("1 tokens of 0", "4 tokens of 0", "2 tokens of 0", "3 tokens of 0");
        }
    }

    @Test
    void queuesBeyondItsCapacity() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=2ms,itl=1ms,capacity=2")) {
            List<TestingSink> sinks = replay.runTogether(3, 4, 3);
            assertThat(sinks.get(1).admitted).isEqualTo(sinks.get(0).admitted);
            assertThat(sinks.get(2).admitted).isEqualTo(sinks.get(0).finished);
            assertThat(gaps(sinks.get(2))).containsExactly(2000 * MICRO, 1000 * MICRO, 1000 * MICRO);
            assertThat(replay.steps.get(0)).contains("2/8+0, 1 waiting");
        }
    }

    @Test
    void queuesWhereItsCacheIsFull() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=2ms,itl=1ms,kv_tokens=128")) {
            assertThat(replay.engine.limits().concurrentSequences(64)).isEqualTo(2);
            List<TestingSink> sinks = replay.runTogether(3, 4, 3);
            assertThat(sinks.get(2).admitted).isEqualTo(sinks.get(0).finished);
        }
    }

    @Test
    void givesAllRequestsOfABatchTheSameNoiseAndTheNextRoundAnother() throws InterruptedException {
        String model = "replay:ttft=1ms,itl=1ms,jitter=0.2,seed=7";
        List<Long> first;
        try (TestingReplay replay = new TestingReplay(model)) {
            List<TestingSink> sinks = replay.runTogether(2, 4, 8);
            first = gaps(sinks.get(0));
            assertThat(gaps(sinks.get(1))).isEqualTo(first).doesNotHaveDuplicates();
            assertThat(gaps(replay.runTogether(1, 4, 8).get(0))).isNotEqualTo(first);
        }
        try (TestingReplay again = new TestingReplay(model)) {
            assertThat(gaps(again.runTogether(1, 4, 8).get(0))).isEqualTo(first);
        }
        try (TestingReplay own = new TestingReplay("replay:ttft=1ms,itl=1ms,own_jitter=0.2")) {
            List<TestingSink> sinks = own.runTogether(2, 4, 8);
            assertThat(gaps(sinks.get(0))).isNotEqualTo(gaps(sinks.get(1)));
            assertThat(own.steps).as("there are no steps without a common pace").isEmpty();
        }
    }

    @Test
    void warmsUpAndDrifts() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=1ms,itl=1ms,cold=3,cold_rounds=1")) {
            assertThat(gaps(replay.runTogether(1, 4, 2).get(0))).containsExactly(3000 * MICRO, 3000 * MICRO);
            assertThat(gaps(replay.runTogether(1, 4, 2).get(0))).containsExactly(2000 * MICRO, 2000 * MICRO);
            replay.engine.reset();
            assertThat(gaps(replay.runTogether(1, 4, 2).get(0))).containsExactly(3000 * MICRO, 3000 * MICRO);
        }
        try (TestingReplay replay = new TestingReplay("replay:ttft=1ms,itl=1ms,drift=0.5")) {
            replay.runTogether(1, 4, 2);
            replay.engine.reset();
            assertThat(gaps(replay.runTogether(1, 4, 2).get(0))).containsExactly(1500 * MICRO, 1500 * MICRO);
        }
    }

    @Test
    void cancelsAndResets() throws InterruptedException {
        try (TestingReplay replay = new TestingReplay("replay:ttft=1ms,itl=600s,capacity=1")) {
            TestingSink running = new TestingSink();
            TestingSink waiting = new TestingSink();
            RequestHandle first = replay.submit(running, 5);
            RequestHandle second = replay.submit(waiting, 5);
            running.awaitFirst();
            assertThatThrownBy(replay.engine::reset).isInstanceOf(IllegalStateException.class);
            MemoryUsage.Rank rank = replay.engine.memoryUsage().ranks().get(0);
            assertThat(rank.kvLive()).isEqualTo(64L * 16 * 1024);
            assertThat(rank.kvReserved()).isEqualTo(4 * 2 * 64L * 16 * 1024);
            second.cancel();
            assertThat(waiting.awaitEnd().events).containsExactly("CANCELLED of 1: 4 prompt, 0 cached, 0 tokens");
            first.cancel();
            assertThat(running.awaitEnd().events).endsWith("CANCELLED of 0: 4 prompt, 0 cached, 1 tokens");
            replay.engine.reset();
        }
    }

    @Test
    void endsWhatRunsWhenItIsClosed() throws InterruptedException {
        TestingSink running = new TestingSink();
        try (TestingReplay replay = new TestingReplay("replay:ttft=1ms,itl=600s")) {
            replay.submit(running, 5);
            running.awaitFirst();
        }
        assertThat(running.hasEnded()).isTrue();
    }

    @Test
    void refusesWhatItCannotRead() {
        assertRefused(
                "llama",
                "model: the replay engine runs no models: expected replay or for example "
                        + "replay:ttft=20ms,itl=10ms, found \"llama\"");
        assertRefused("replay:ttft", "model: expected OPTION=VALUE after replay:, found \"ttft\"");
        assertRefused(
                "replay:itl=10", "option engine.replay.itl: expected a time like 20ms (ns, us, ms or s), found \"10\"");
        assertRefused(
                "replay:capacity=0",
                "option engine.replay.capacity: expected a whole number from 1 to 2147483647, " + "found \"0\"");
        assertRefused(
                "replay:burst=1/x",
                "option engine.replay.burst: expected whole numbers from 1, separated by /, " + "found \"1/x\"");
        assertThatThrownBy(() -> new TestingReplay("replay:fail=explode"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("option engine.replay.fail: expected one of refuse, throw,");
        assertThatThrownBy(() -> new TestingReplay("replay:speed=1"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("unknown option engine.replay.speed; declared are: ttft,");
    }

    private static void assertRefused(String model, String message) {
        assertThatThrownBy(() -> new TestingReplay(model))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage(message);
    }
}
