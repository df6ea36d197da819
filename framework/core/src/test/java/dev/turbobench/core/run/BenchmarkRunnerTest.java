package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.CaseOrder;
import dev.turbobench.core.config.ExecutionConfig;
import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RoundDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchmarkRunnerTest {

    private static final long MILLI = 1_000_000;

    private final TestingRun run = new TestingRun();

    @Test
    void runsTheMatrixInOrderAndTellsTheListener() {
        run.concurrency = List.of(1, 2);
        run.lengths = List.of(new LengthPair(1, 3), new LengthPair(8, 2));
        run.rounds = new RoundsConfig(2, 1, RoundStart.TOGETHER);
        RunOutcome outcome = run.run();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.results())
                .extracting(result -> result.spec().label())
                .containsExactly("c1-p1-g3", "c1-p8-g2", "c2-p1-g3", "c2-p8-g2");
        assertThat(run.events.subList(0, 6))
                .containsExactly(
                        "ready",
                        "start c1-p1-g3",
                        "warm",
                        "round 0: 3 tokens in 70 ms",
                        "round 1: 3 tokens in 70 ms",
                        "c1-p1-g3 VALID");
        assertThat(run.script.resets).hasValue(3);
        assertThat(run.script.creates).hasValue(1);
        assertThat(run.script.closes).hasValue(1);
    }

    @Test
    void recordKnowsTheFirstAndTheLastStartOfTheEngineAndItsBounds() {
        Roofline bounds = new Roofline(
                new Roofline.Work(1, 2, 3, 4, 5, 6), Roofline.Rates.unknown("why"), new Roofline.Rates(7, 8, "probe"));
        run.concurrency = List.of(1, 2, 3);
        run.script.createNanos = 40 * MILLI;
        run.script.resetFails = true;
        run.script.roofline = Optional.of(bounds);

        run.run();

        assertThat(run.components.records)
                .extracting(CaseRecord::loadTime)
                .containsExactly(
                        new LoadTime(40 * MILLI, LoadTime.UNKNOWN),
                        new LoadTime(40 * MILLI, 40 * MILLI),
                        new LoadTime(40 * MILLI, 40 * MILLI));
        assertThat(run.components.records).extracting(CaseRecord::roofline).containsOnly(Optional.of(bounds));
    }

    @Test
    void reproducesTheScriptedLatenciesExactly() {
        run.script.stepNanos = step -> step == 0 ? 123_456_789L : 7_000_001L * step;
        run.rounds = new RoundsConfig(2, 0, RoundStart.TOGETHER);
        assertThat(run.only().status()).isEqualTo(CaseStatus.VALID);
        CaseRecord record = run.record();
        assertThat(record.rounds()).isEqualTo(2);
        for (int round = 0; round < 2; round++) {
            RoundRecord events = record.round(round);
            for (int request = 0; request < 2; request++) {
                assertThat(events.emissions(request)).isEqualTo(5);
                assertThat(events.submitNanos(request)).isEqualTo(events.startNanos());
                assertThat(events.admittedNanos(request)).isEqualTo(events.startNanos());
                long expected = events.submitNanos(request);
                for (int emission = 0; emission < 5; emission++) {
                    expected += run.script.stepNanos.applyAsLong(emission);
                    assertThat(events.emissionNanos(request, emission)).isEqualTo(expected);
                    assertThat(events.emissionTokens(request, emission)).isEqualTo(1);
                }
                assertThat(events.finishNanos(request)).isEqualTo(expected);
            }
            assertThat(events.steps()).isEqualTo(5);
            assertThat(events.stepPrefillTokens(0)).isEqualTo(16);
            assertThat(events.stepDecodeSequences(1)).isEqualTo(2);
        }
        assertThat(record.wallNanos()).isEqualTo(2 * (123_456_789L + 7_000_001L * 10));
    }

    @Test
    void recordsBursts() {
        run.script.burst = step -> step == 0 ? 1 : 3;
        assertThat(run.only().status()).isEqualTo(CaseStatus.VALID);
        RoundRecord round = run.record().round(0);
        assertThat(round.emissions(0)).isEqualTo(3);
        assertThat(round.emissionTokens(0, 1)).isEqualTo(3);
        assertThat(round.emissionTokens(0, 2)).isEqualTo(1);
        assertThat(round.completionTokens(0)).isEqualTo(5);
    }

    @Test
    void startsEachRoundTogether() {
        run.concurrency = List.of(64);
        run.rounds = new RoundsConfig(4, 1, RoundStart.TOGETHER);
        assertThat(run.only().status()).isEqualTo(CaseStatus.VALID);
        CaseRecord record = run.record();
        for (int round = 1; round < record.rounds(); round++) {
            assertThat(record.round(round).startNanos())
                    .isGreaterThanOrEqualTo(record.round(round - 1).endNanos());
            assertThat(record.round(round).requests()).isEqualTo(64);
        }
    }

    @Test
    void doesNotWaitForOthersInTheClosedLoop() {
        run.rounds = new RoundsConfig(3, 0, RoundStart.FREE);
        // The first request of one worker ends only after the other has made all its three.
        AtomicInteger submitted = new AtomicInteger();
        run.script.fault = id -> {
            if (submitted.getAndIncrement() == 0) {
                run.script.together = 1;
                return TestingFault.HELD;
            }
            return TestingFault.NONE;
        };
        run.script.heldUntilSubmissions = 4;
        CaseResult result = run.only();
        assertThat(result.rounds()).isEqualTo(3);
        CaseRecord record = run.record();
        long lastOfFirstRound = record.round(0).endNanos();
        long firstOfLastRound =
                Math.min(record.round(2).submitNanos(0), record.round(2).submitNanos(1));
        assertThat(firstOfLastRound).isLessThan(lastOfFirstRound);
        long end = Math.max(record.round(0).endNanos(), record.round(2).endNanos());
        assertThat(record.wallNanos()).isEqualTo(end - record.round(0).startNanos());
        assertThat(run.script.requests).hasSize(6);
    }

    @Test
    void usesOnePromptByDefaultAndTheSameForTheSameSeed() {
        run.run();
        int[] prompt = run.script.requests.get(0).promptTokens();
        assertThat(prompt).hasSize(8);
        assertThat(run.script.requests).allSatisfy(request -> {
            assertThat(request.promptTokens()).isEqualTo(prompt);
            assertThat(request.ignoreEos()).isTrue();
        });
        assertThat(run.script.requests).extracting(GenerationRequest::id).doesNotHaveDuplicates();
        assertThat(run.script.requests).extracting(GenerationRequest::seed).doesNotHaveDuplicates();
        TestingRun again = new TestingRun();
        again.run();
        assertThat(again.script.requests.get(0).promptTokens()).isEqualTo(prompt);
        TestingRun other = new TestingRun();
        other.seed = 2;
        other.run();
        assertThat(other.script.requests.get(0).promptTokens()).isNotEqualTo(prompt);
    }

    @Test
    void givesEachRequestItsOwnPromptIfAsked() {
        run.distinctPrompts = true;
        run.lengths = List.of(new LengthPair(40, 2));
        run.run();
        Set<List<Integer>> prompts = new HashSet<>();
        for (GenerationRequest request : run.script.requests) {
            prompts.add(Arrays.stream(request.promptTokens()).boxed().toList());
        }
        assertThat(prompts).hasSize(8);
    }

    @Test
    void skipsWhatCanNeverRunAndMarksWhatWillQueue() {
        run.concurrency = List.of(4);
        run.lengths = List.of(new LengthPair(8, 5), new LengthPair(500, 5));
        run.script.limits = new EngineLimits(3, 100, 100, 64);
        // One request too many: each round is two batches of 90 ms.
        List<Long> remaining = new ArrayList<>();
        run.atRoundFinished = () -> remaining.add(run.progress.remainingNanos().orElseThrow());
        RunOutcome outcome = run.run();
        assertThat(remaining).as("the impossible case takes no time").containsExactly(360 * MILLI, 180 * MILLI, 0L);
        assertThat(outcome.exitCode()).isEqualTo(1);
        CaseResult queued = outcome.results().get(0);
        assertThat(queued.status()).isEqualTo(CaseStatus.INVALID);
        assertThat(queued.notes())
                .containsExactly(
                        "expected to queue: 3 of 4 sequences of 13 tokens fit, because max_batch_size is 3; the engine's options raise it",
                        "queued: largest live batch 3/4 in round 1");
        assertThat(queued.metrics()).hasSize(1);
        CaseResult impossible = outcome.results().get(1);
        assertThat(impossible.status()).isEqualTo(CaseStatus.SKIPPED);
        assertThat(impossible.notes())
                .containsExactly("a sequence of 500 + 5 tokens is longer than the 100 tokens that the engine allows");
        assertThat(impossible.metrics()).isEmpty();
    }

    @Test
    void keepsWhatWasMeasuredWhenStopped() {
        run.concurrency = List.of(1, 2, 3);
        AtomicInteger rounds = new AtomicInteger();
        run.atRoundFinished = () -> {
            if (rounds.incrementAndGet() == 4) {
                run.runner.stop();
            }
        };
        RunOutcome outcome = run.run();
        assertThat(outcome.interrupted()).isTrue();
        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(outcome.results())
                .extracting(CaseResult::status)
                .containsExactly(CaseStatus.VALID, CaseStatus.SKIPPED, CaseStatus.SKIPPED);
        assertThat(outcome.results().get(1).notes()).containsExactly("interrupted after 1 of 3 rounds");
        assertThat(outcome.results().get(2).notes()).containsExactly("interrupted before it started");
        assertThat(run.script.closes).hasValue(1);
    }

    @Test
    void stopsInTheMiddleOfARequest() {
        run.script.fault = id -> id == 3 ? TestingFault.STALL : TestingFault.NONE;
        run.script.atStep = step -> {
            if (step == 20) {
                run.runner.stop();
            }
        };
        RunOutcome outcome = run.run();
        assertThat(outcome.interrupted()).isTrue();
        assertThat(outcome.results().get(0).status()).isEqualTo(CaseStatus.SKIPPED);
        assertThat(run.script.closes).hasValue(1);
    }

    @Test
    void recordsTheChoiceOfADevice() {
        run.components.offers = List.of(
                new DeviceOffer(
                        "cuda", "", Availability.unavailable("libcuda.so.1 not found; looked in /lib; do this")),
                new DeviceOffer("cpu", "", Availability.available()));
        run.run();
        assertThat(run.header.notices())
                .containsExactly(
                        "a notice",
                        "device auto: chose cpu because cuda: libcuda.so.1 not found",
                        "the weights are random: the speed is that of the architecture, the tokens mean nothing");
        assertThat(run.header.engineInfo().device()).isEqualTo("cpu");
    }

    @Test
    void passesOnWhatTheEngineHasToTell() {
        run.script.notices = List.of("a setting has no effect");
        run.run();
        assertThat(run.header.notices()).contains("a setting has no effect");
    }

    @Test
    void refusesAnExplicitDeviceThatIsNotThere() {
        run.components.offers = List.of(
                new DeviceOffer("cuda", "", Availability.unavailable("libcuda.so.1 not found")),
                new DeviceOffer("cpu", "", Availability.available()));
        run.device = "cuda";
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        BenchmarkException.class,
                        e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.ENVIRONMENT))
                .hasMessage("device cuda: cannot be used: libcuda.so.1 not found");
        assertThat(run.script.creates).hasValue(0);
        run.device = "tpu";
        assertThatThrownBy(run::run)
                .hasMessage("device: engine \"testing\" expected one of auto, cuda, cpu, found \"tpu\"");
    }

    @Test
    void reportsMemoryOfAllRanks() {
        run.run();
        assertThat(run.record().peakDeviceBytes()).isEqualTo(160 + 161);
        assertThat(run.record().memory().ranks()).hasSize(2);
    }

    @Test
    void countsProgress() {
        run.concurrency = List.of(1, 2);
        AtomicInteger seen = new AtomicInteger();
        run.atRoundFinished = () -> {
            RunProgress progress = run.progress;
            if (seen.incrementAndGet() == 5) {
                assertThat(progress.casesFinished()).isEqualTo(1);
                assertThat(progress.roundsFinished()).isEqualTo(2);
                assertThat(progress.warmingUp()).isFalse();
                assertThat(progress.completionTokens()).isEqualTo(2 * 5 * 3);
                assertThat(progress.expectedCompletionTokens()).isEqualTo(2 * 5 * 4);
                assertThat(progress.remainingNanos()).hasValue(90 * MILLI);
            }
        };
        run.run();
        assertThat(seen).hasValue(6);
        assertThat(run.progress.casesFinished()).isEqualTo(2);
        assertThat(run.progress.remainingNanos()).hasValue(0);
    }

    @Test
    void keepsTheCaseWhenAMetricFails() {
        run.metrics = List.of("broken", "keep");
        CaseResult result = run.only();
        assertThat(result.status()).isEqualTo(CaseStatus.VALID);
        assertThat(result.metrics()).hasSize(1);
        assertThat(result.notes())
                .containsExactly(
                        "metric broken could not be computed: compute failed: "
                                + "java.lang.IllegalStateException: metric broke",
                        "the distributions of metric broken could not be computed: compute failed: "
                                + "java.lang.IllegalStateException: distribution broke");
        assertThat(result.details().distributions())
                .extracting(Distribution::id)
                .containsExactly("rounds");
    }

    @Test
    void warmsUpUntilRoundsGetNoFaster() {
        run.rounds = new RoundsConfig(2, 1, 20, RoundStart.TOGETHER, Duration.ofSeconds(30));
        AtomicInteger prefills = new AtomicInteger();
        run.script.stepNanos = step -> {
            int round = step == 0 ? prefills.getAndIncrement() : prefills.get();
            return 1_000_000L + (step == 0 && round < 3 ? 50_000_000L >> round : 0);
        };
        CaseResult result = run.only();
        // 55, 30, 17.5, then 5 ms three times.
        assertThat(result.details().warmup())
                .extracting(RoundDetail::elapsedNanos)
                .containsExactly(55 * MILLI, 30 * MILLI, 17_500_000L, 5 * MILLI, 5 * MILLI, 5 * MILLI);
        assertThat(result.details().rounds())
                .extracting(RoundDetail::startNanos)
                .first()
                .isEqualTo(117_500_000L);
        assertThat(result.notes()).isEmpty();
        assertThat(run.script.requests)
                .extracting(GenerationRequest::id)
                .doesNotHaveDuplicates()
                .hasSize(16);
        // The measured rounds have their ids whatever the warm-up takes.
        assertThat(run.script.requests.get(12).id()).isZero();
    }

    @Test
    void runsCasesInTheOrderThatWasAskedForAndASentinelBetweenThem() {
        run.concurrency = List.of(1, 2, 1, 4);
        run.rounds = new RoundsConfig(2, 0, RoundStart.TOGETHER);
        run.execution = new ExecutionConfig(CaseOrder.RANDOM, ExecutionConfig.FIRST, false);
        run.seed = 5;
        RunOutcome outcome = run.run();
        String first = outcome.results().get(0).spec().label();
        assertThat(outcome.results())
                .extracting(result -> result.spec().index())
                .containsExactlyInAnyOrder(0, 1, 2)
                .isNotEqualTo(List.of(0, 1, 2));
        assertThat(run.header.cases())
                .isEqualTo(outcome.results().stream().map(CaseResult::spec).toList());
        assertThat(run.events.stream().filter(event -> event.equals("start " + first)))
                .hasSize(3);
        assertThat(outcome.findings())
                .containsExactly(
                        "no drift seen: rounds of %s took +0.0%% in the middle, +0.0%% at the end, compared with the start"
                                .formatted(first));
        assertThat(run.summary.results().get(0).notes()).isEqualTo(outcome.findings());
        assertThat(run.summary.results().get(1).notes()).isEmpty();
        TestingRun again = new TestingRun();
        again.concurrency = List.of(1, 2, 4);
        again.execution = run.execution;
        again.seed = 5;
        again.run();
        assertThat(again.header.cases()).isEqualTo(run.header.cases());
    }

    @Test
    void marksAllCasesOfARunThatDrifts() {
        run.concurrency = List.of(1, 2, 3);
        run.rounds = new RoundsConfig(3, 0, RoundStart.TOGETHER);
        run.execution = new ExecutionConfig(CaseOrder.MATRIX, "c2-p8-g5", false);
        AtomicInteger steps = new AtomicInteger();
        run.script.stepNanos = step -> 10 * MILLI + steps.getAndIncrement() * MILLI / 100;
        RunOutcome outcome = run.run();
        assertThat(run.events).startsWith("ready", "start c2-p8-g5").contains("start c1-p8-g5");
        assertThat(outcome.findings()).singleElement().asString().startsWith("drift: rounds of c2-p8-g5 took +");
        assertThat(run.summary.results())
                .allSatisfy(result -> assertThat(result.notes()).isEqualTo(outcome.findings()));
    }

    @Test
    void refusesASentinelThatIsNotThere() {
        run.execution = new ExecutionConfig(CaseOrder.MATRIX, "c3-p8-g5", false);
        assertThatThrownBy(run::run)
                .hasMessage("sentinel: expected first, none or one of c2-p8-g5, found \"c3-p8-g5\"");
        assertThat(run.script.creates).hasValue(0);
    }
}
