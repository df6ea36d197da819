package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.config.CaseOrder;
import dev.turbobench.core.config.ExecutionConfig;
import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every verdict on the replay engine. Requests are 0 and 1 in round 1, 2 and 3 in round 2; what the engine reports is its
 * schedule, so that no verdict depends on how busy the machine is.
 */
@Timeout(180)
class ReplayVerdictTest {

    private final TestingRun run = new TestingRun();

    @BeforeEach
    void useTheReplayEngine() {
        run.replay("replay:ttft=2ms,itl=1ms");
        run.rounds = new RoundsConfig(2, 0, RoundStart.TOGETHER, Duration.ofSeconds(3));
        run.lengths = List.of(new LengthPair(8, 6));
    }

    private CaseResult with(String options) {
        run.replay("replay:ttft=2ms,itl=1ms," + options);
        return run.only();
    }

    @Test
    void aStaticBatchIsValid() {
        CaseResult result = run.only();
        assertThat(result.status()).isEqualTo(CaseStatus.VALID);
        assertThat(result.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            short@3            | tokens: 1 of 4 requests have wrong counts; request 2 in round 2 got 5 of 6 tokens and was told of 5
            claim@3            | tokens: 1 of 4 requests have wrong counts; request 2 in round 2 got 5 of 6 tokens and was told of 6
            long@3             | tokens: 1 of 4 requests have wrong counts; request 2 in round 2 got 7 of 6 tokens and was told of 7
            preempt@3          | preempted: 1 request
            cached@3           | cached: 1 request
            empty@3            | engine broke its contract in round 2: an emission without tokens
            wrong-id@3         | engine broke its contract in round 2: an event of request 4 given to request 3
            """)
    void whatIsWrongWithTheRequestsOfABatch(String fault, String reason) {
        CaseResult result = with("fail=" + fault);
        assertThat(result.status()).isEqualTo(CaseStatus.INVALID);
        assertThat(result.notes()).singleElement().asString().startsWith(reason);
        assertThat(result.metrics()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            refuse@3           | REQUEST_INVALID | request 3 is refused, as asked for
            throw@3            | PLUGIN_FAILED   | cannot be handed in, as asked for
            out-of-memory@3    | OUT_OF_MEMORY   | request 3 has no room, as asked for
            error@3            | OUT_OF_MEMORY   | request 3 ran out of memory, as asked for
            cancel@3           | PLUGIN_FAILED   | the engine cancelled request 2 in round 2 by itself
            hang@3             | PLUGIN_FAILED   | stalled: no token from the engine for 3 s while 1 requests were waiting
            crash@3            | PLUGIN_FAILED   | stalled: no token from the engine for 3 s while
            """)
    void whatEndsACaseButNotTheMatrix(String fault, String code, String message) {
        run.concurrency = List.of(2, 1);
        run.replay("replay:ttft=2ms,itl=1ms,fail=" + fault);
        RunOutcome outcome = run.run();
        CaseResult result = outcome.results().get(0);
        assertThat(result.status()).isEqualTo(CaseStatus.FAILED);
        assertThat(result.failure().code()).isEqualTo(code);
        assertThat(result.failure().message()).contains(message);
        assertThat(outcome.results().get(1).status()).as("the next case").isEqualTo(CaseStatus.VALID);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void aStallThatEndsInTimeIsNoFailure() {
        CaseResult result = with("fail=stall@3,stall=200ms");
        assertThat(result.status()).isEqualTo(CaseStatus.VALID);
        assertThat(result.details().rounds().get(1).elapsedNanos()).isGreaterThan(200_000_000L);
    }

    @Test
    void everyBatchBeyondTheCapacityIsFlaggedAndPredictedAndNoneBelow() {
        run.replay("replay:ttft=2ms,itl=1ms,capacity=4");
        run.concurrency = List.of(1, 3, 4, 5, 8, 9);
        List<CaseResult> results = run.run().results();
        for (CaseResult result : results) {
            int concurrency = result.spec().concurrency();
            if (concurrency <= 4) {
                assertThat(result.status()).as(result.spec().label()).isEqualTo(CaseStatus.VALID);
                assertThat(result.notes()).isEmpty();
            } else {
                assertThat(result.status()).as(result.spec().label()).isEqualTo(CaseStatus.INVALID);
                assertThat(result.notes())
                        .containsExactly(
                                "expected to queue: 4 of %d sequences of 14 tokens fit, because max_batch_size is 4; the engine's options raise it"
                                        .formatted(concurrency),
                                "queued: largest live batch 4/%d in round 1".formatted(concurrency));
            }
        }
    }

    @Test
    void aFullCacheIsPredictedToo() {
        CaseResult result = with("kv_tokens=64");
        assertThat(result.notes())
                .containsExactly(
                        "expected to queue: 1 of 2 sequences of 14 tokens fit, because the KV cache holds 64 tokens",
                        "queued: largest live batch 1/2 in round 1");
    }

    @Test
    void theLiveBatchIsKnownFromAdmissionsWhereThereAreNoSteps() {
        assertThat(with("own_jitter=0.1").status()).isEqualTo(CaseStatus.VALID);
        TestingRun narrow = new TestingRun();
        narrow.lengths = run.lengths;
        narrow.replay("replay:ttft=2ms,itl=1ms,own_jitter=0.1,capacity=1");
        assertThat(narrow.only().notes()).contains("queued: largest live batch 1/2 in round 1");
    }

    @Test
    void measuresTheErrorOfTheToolBeforeTheRun() {
        run.replay("replay:ttft=2ms,itl=1ms");
        run.execution = new ExecutionConfig(CaseOrder.MATRIX, ExecutionConfig.NONE, true);
        run.concurrency = List.of(1, 3);
        List<CaseResult> results = run.run().results();
        assertThat(run.header.notices())
                .anyMatch(notice ->
                        notice.startsWith("the tool's own error in ms, TTFT median/P99 and ITL deviation: c1 ")
                                && notice.contains("; c3 "));
        for (CaseResult result : results) {
            double median = result.metric("tool_ttft_error_p50").orElseThrow().value();
            double high = result.metric("tool_ttft_error_p99").orElseThrow().value();
            assertThat(median).isPositive().isLessThanOrEqualTo(high);
            assertThat(result.metric("tool_itl_error_sd").orElseThrow().samples())
                    .isEqualTo(23L * result.spec().concurrency());
        }
    }
}
