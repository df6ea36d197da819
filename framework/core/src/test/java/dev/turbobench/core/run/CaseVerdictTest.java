package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CaseVerdictTest {

    /** With 2 workers: worker 2 in round 2. */
    private static final long VICTIM = 3;

    private final TestingRun run = new TestingRun();

    private CaseResult with(TestingFault fault) {
        run.script.fault = id -> id == VICTIM ? fault : TestingFault.NONE;
        run.concurrency = List.of(2, 1);
        run.rounds = new RoundsConfig(3, 1, RoundStart.TOGETHER, Duration.ofSeconds(2));
        RunOutcome outcome = run.run();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.results().get(1).status()).as("the next case").isEqualTo(CaseStatus.VALID);
        return outcome.results().get(0);
    }

    private static void assertInvalid(CaseResult result, String reason) {
        assertThat(result.status()).isEqualTo(CaseStatus.INVALID);
        assertThat(result.notes()).containsExactly(reason);
        assertThat(result.failure()).isNull();
        assertThat(result.metrics()).isNotEmpty();
    }

    private static void assertFailed(CaseResult result, String code, String message) {
        assertThat(result.status()).isEqualTo(CaseStatus.FAILED);
        assertThat(result.failure().code()).isEqualTo(code);
        assertThat(result.failure().message()).isEqualTo(message);
        assertThat(result.metrics()).isEmpty();
    }

    @Test
    void tooFewTokens() {
        assertInvalid(
                with(TestingFault.SHORT),
                "tokens: 1 of 6 requests have wrong counts; request 2 in round 2 got 4 of 5 tokens and was told of 4, "
                        + "for a prompt of 8 that the engine counts as 8");
    }

    @Test
    void claimedTokensThatNeverCame() {
        assertInvalid(
                with(TestingFault.LOST_TOKEN),
                "tokens: 1 of 6 requests have wrong counts; request 2 in round 2 got 4 of 5 tokens and was told of 5, "
                        + "for a prompt of 8 that the engine counts as 8");
    }

    @Test
    void tooManyTokens() {
        assertInvalid(
                with(TestingFault.EXTRA),
                "tokens: 1 of 6 requests have wrong counts; request 2 in round 2 got 6 of 5 tokens and was told of 6, "
                        + "for a prompt of 8 that the engine counts as 8");
    }

    @Test
    void preemption() {
        assertInvalid(with(TestingFault.PREEMPTED), "preempted: 1 requests lost their KV blocks 5 times");
    }

    @Test
    void cache() {
        assertInvalid(with(TestingFault.CACHED), "cached: 1 requests took 7 prompt tokens from a cache");
    }

    @Test
    void brokenContract() {
        assertInvalid(
                with(TestingFault.EMPTY_EMISSION), "engine broke its contract in round 2: an emission without tokens");
    }

    @Test
    void queueingSeenInSteps() {
        run.concurrency = List.of(64);
        run.script.reportsAdmission = false;
        run.script.limits = new EngineLimits(37, 1000, 1000, 64);
        CaseResult result = run.only();
        assertThat(result.status()).isEqualTo(CaseStatus.INVALID);
        assertThat(result.notes()).contains("queued: largest live batch 37/64 in round 1");
    }

    @Test
    void queueingSeenInAdmissions() {
        run.concurrency = List.of(5);
        run.script.reportsSteps = false;
        run.script.limits = new EngineLimits(3, 1000, 1000, 64);
        assertThat(run.only().notes()).contains("queued: largest live batch 3/5 in round 1");
    }

    @Test
    void queueingOfSingleTokensIsJudgedByTheLimits() {
        run.concurrency = List.of(5);
        run.lengths = List.of(new LengthPair(8, 1));
        run.script.limits = new EngineLimits(3, 1000, 1000, 64);
        CaseResult result = run.only();
        assertThat(result.status()).isEqualTo(CaseStatus.INVALID);
        assertThat(result.notes()).contains("queued: capacity 3/5");
    }

    @Test
    void anEngineThatTellsNothingIsNotAccused() {
        run.script.reportsSteps = false;
        run.script.reportsAdmission = false;
        CaseResult result = run.only();
        assertThat(result.status()).isEqualTo(CaseStatus.VALID);
        assertThat(result.notes())
                .containsExactly("live batch not checked: the engine reports neither steps nor admissions");
    }

    @Test
    void errorOfARequest() {
        assertFailed(with(TestingFault.ERROR), "OUT_OF_MEMORY", "no block left");
        assertThat(run.script.resets).hasValue(1);
        assertThat(run.script.creates).hasValue(1);
    }

    @Test
    void refusedRequest() {
        assertFailed(with(TestingFault.REFUSED), "REQUEST_INVALID", "request refused by script");
    }

    @Test
    void dyingWorker() {
        assertFailed(
                with(TestingFault.THROWS),
                "PLUGIN_FAILED",
                "engine: submitting 2 requests from request 1 in round 2 on failed: "
                        + "java.lang.IllegalStateException: submit broke");
    }

    @Test
    void cancellationByTheEngine() {
        assertFailed(
                with(TestingFault.CANCELLED_BY_ENGINE),
                "PLUGIN_FAILED",
                "the engine cancelled request 2 in round 2 by itself");
    }

    @Test
    void stalledRequestThatCanBeCancelled() {
        assertFailed(
                with(TestingFault.STALL),
                "PLUGIN_FAILED",
                "stalled: no token from the engine for 2 s while 1 requests were waiting");
        assertThat(run.script.creates).hasValue(1);
    }

    @Test
    void hangingRequestTakesItsEngineWithIt() {
        CaseResult result = with(TestingFault.HANG);
        assertFailed(
                result, "PLUGIN_FAILED", "stalled: no token from the engine for 2 s while 1 requests were waiting");
        assertThat(run.script.creates).hasValue(2);
        assertThat(run.script.closes).hasValue(2);
    }

    @Test
    void failingResetTakesTheEngineWithIt() {
        run.script.resetFails = true;
        run.concurrency = List.of(1, 2);
        RunOutcome outcome = run.run();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.results().get(1).notes()).containsExactly("the engine was started anew before this case");
        assertThat(run.script.creates).hasValue(2);
    }

    @Test
    void anEngineThatCannotBeStartedAgainFailsItsCaseOnly() {
        run.script.resetFails = true;
        run.script.createFailures.set(1);
        run.concurrency = List.of(1, 2, 3);
        RunOutcome outcome = run.run();
        assertThat(outcome.results())
                .extracting(CaseResult::status)
                .containsExactly(CaseStatus.VALID, CaseStatus.FAILED, CaseStatus.VALID);
        assertThat(outcome.results().get(1).failure().message()).isEqualTo("create broke");
    }
}
