package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.record.EndSignal;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.RequestLog;
import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import org.junit.jupiter.api.Test;

class LiveBatchTest {

    private final TestingTicker ticker = new TestingTicker();
    private final EventLog log = EventLog.allocate(new CaseSpec(0, 2, 1, 1), 1, 0, ticker);

    @Test
    void requestsThatEndBeforeTheLastIsTakenInAreTooShort() {
        run(0);
        log.steps().onStep(0, 1, 1, 1, 0, 0, 1);
        run(1);
        assertThat(LiveBatch.wasTooShort(log.seal().get(0))).isTrue();
    }

    @Test
    void requestsThatWaitAreNotTooShort() {
        run(0);
        log.steps().onStep(0, 1, 1, 1, 0, 1, 1);
        run(1);
        assertThat(LiveBatch.wasTooShort(log.seal().get(0))).isFalse();
    }

    @Test
    void requestsThatOverlapAreNotTooShort() {
        submit(0);
        submit(1);
        log.steps().onStep(0, 1, 2, 2, 0, 0, 2);
        finish(0);
        finish(1);
        RoundRecord round = log.seal().get(0);
        assertThat(LiveBatch.wasTooShort(round)).isFalse();
        assertThat(LiveBatch.largestStep(round)).hasValue(2);
    }

    private void run(int worker) {
        submit(worker);
        finish(worker);
    }

    private void submit(int worker) {
        request(worker).submitting(ticker.nanoTime(), EndSignal.NONE);
        request(worker).onAdmitted(worker, ticker.nanoTime());
    }

    private void finish(int worker) {
        ticker.advance(10);
        request(worker).onTokens(worker, new int[] {5}, 0, 1, 0);
        request(worker).onFinish(worker, FinishReason.LENGTH, 1, 0, 1, 0);
        ticker.advance(10);
    }

    private RequestLog request(int worker) {
        return log.round(0).request(worker);
    }
}
