package dev.turbobench.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private static final int EVENTS = 100_000;

    private final TestingTicker ticker = new TestingTicker();

    private RequestLog submitted(int capacity) {
        RequestLog log = new RequestLog(7, capacity, ticker);
        log.submitting(ticker.nanoTime(), EndSignal.NONE);
        return log;
    }

    @Test
    void allocatesNothingForEachToken() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] tokens = {1};
        // The first passes load classes and link the accessors; what costs something for each token does so in every
        // pass.
        long least = Long.MAX_VALUE;
        for (int pass = 0; pass < 5; pass++) {
            CaseSpec spec = new CaseSpec(0, 1, 1, EVENTS);
            EventLog log = EventLog.allocate(spec, 1, 7, System::nanoTime);
            StepRelay steps = new StepRelay(System::nanoTime);
            steps.direct(log.steps());
            RequestLog request = log.round(0).request(0);
            request.submitting(ticker.nanoTime(), EndSignal.NONE);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < EVENTS; i++) {
                request.onTokens(7, tokens, 0, 1, 0);
                steps.onStep(i, i + 1, 0, 0, 1, 0, 1);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, allocated);
            assertThat(request.completionTokens()).isEqualTo(EVENTS);
            assertThat(log.steps().steps()).isEqualTo(EVENTS);
        }
        assertThat(least).isZero();
    }

    @Test
    void takesTheTimeAtWhichTheClientSeesAnEvent() {
        RequestLog log = submitted(4);
        ticker.advance(10);
        log.onAdmitted(7, 3);
        log.onTokens(7, new int[2], 0, 2, 4);
        ticker.advance(5);
        log.onFinish(7, FinishReason.LENGTH, 3, 1, 2, 6);
        assertThat(log.submitNanos()).isEqualTo(0);
        assertThat(log.admittedNanos()).isEqualTo(3);
        assertThat(log.emissionNanos(0)).isEqualTo(10);
        assertThat(log.emissionTokens(0)).isEqualTo(2);
        assertThat(log.finishNanos()).isEqualTo(15);
        assertThat(log.cachedPromptTokens()).isEqualTo(1);
        assertThat(log.succeeded()).isTrue();
        assertThat(log.violation()).isNull();
    }

    @Test
    void neverGrowsButCounts() {
        RequestLog log = submitted(2);
        for (int i = 0; i < 5; i++) {
            log.onTokens(7, new int[1], 0, 1, 0);
        }
        assertThat(log.emissions()).isEqualTo(2);
        assertThat(log.completionTokens()).isEqualTo(5);
        assertThat(log.violation()).isEqualTo("more than 2 emissions");
    }

    @Test
    void noticesEventsThatMustNotCome() {
        RequestLog strange = submitted(2);
        strange.onTokens(8, new int[1], 0, 1, 0);
        assertThat(strange.violation()).isEqualTo("an event of request 8 given to request 7");
        assertThat(strange.completionTokens()).isZero();

        RequestLog late = submitted(2);
        late.onFinish(7, FinishReason.LENGTH, 1, 0, 0, 0);
        late.onTokens(7, new int[1], 0, 1, 0);
        assertThat(late.violation()).isEqualTo("an event after the end of the request");
        assertThat(late.completionTokens()).isZero();
    }

    @Test
    void keepsTheError() {
        RequestLog log = submitted(2);
        BenchmarkException error = new BenchmarkException(StandardErrorCode.OUT_OF_MEMORY, "full");
        log.onError(7, error);
        assertThat(log.error()).isSameAs(error);
        assertThat(log.hasEnded()).isTrue();
        assertThat(log.succeeded()).isFalse();
    }

    @Test
    void tellsOfTheEndOnceEverythingCanBeRead() {
        RequestLog log = new RequestLog(7, 64, ticker);
        int[] seen = new int[1];
        log.submitting(0, request -> {
            assertThat(request.hasEnded()).isTrue();
            for (int i = 0; i < request.emissions(); i++) {
                seen[0] += request.emissionTokens(i);
            }
        });
        assertThat(log.isRunning()).isTrue();
        for (int i = 0; i < 64; i++) {
            log.onTokens(7, new int[1], 0, 1, 0);
        }
        assertThat(seen[0]).isZero();
        log.onFinish(7, FinishReason.LENGTH, 1, 0, 64, 0);
        assertThat(seen[0]).isEqualTo(64);
        assertThat(log.isRunning()).isFalse();
    }

    @Test
    void countsStepsForWhichThereIsNoRoom() {
        StepLog steps = new StepLog(2);
        for (int i = 0; i < 5; i++) {
            steps.onStep(i, i + 1, 0, 0, 1, 0, 0);
        }
        assertThat(steps.steps()).isEqualTo(2);
        assertThat(steps.dropped()).isEqualTo(3);
        assertThatThrownBy(() -> steps.endNanos(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesEachRoundTheStepsThatEndedInIt() {
        EventLog log = EventLog.allocate(new CaseSpec(0, 1, 1, 1), 2, 0, ticker);
        for (int round = 0; round < 2; round++) {
            RequestLog request = log.round(round).request(0);
            log.round(round).started(ticker.nanoTime());
            request.submitting(ticker.nanoTime(), EndSignal.NONE);
            for (int step = 0; step <= round; step++) {
                long start = ticker.nanoTime();
                ticker.advance(10);
                log.steps().onStep(start, ticker.nanoTime(), 0, 0, 1 + round, 0, 0);
            }
            request.onFinish(round, FinishReason.LENGTH, 1, 0, 1, ticker.nanoTime());
        }
        List<RoundRecord> rounds = log.seal();
        assertThat(rounds.get(0).steps()).isEqualTo(1);
        assertThat(rounds.get(1).steps()).isEqualTo(2);
        assertThat(rounds.get(0).stepDecodeSequences(0)).isEqualTo(1);
        assertThat(rounds.get(1).stepDecodeSequences(0)).isEqualTo(2);
        assertThatThrownBy(() -> rounds.get(0).stepEndNanos(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesToShowARoundThatStillRuns() {
        EventLog log = EventLog.allocate(new CaseSpec(0, 1, 1, 1), 1, 0, ticker);
        assertThatThrownBy(log::seal).isInstanceOf(IllegalStateException.class);
    }
}
