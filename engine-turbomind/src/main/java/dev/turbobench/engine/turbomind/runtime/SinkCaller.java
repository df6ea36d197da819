package dev.turbobench.engine.turbomind.runtime;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;

import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.schedule.ScheduleListener;
import dev.turbobench.engine.turbomind.schedule.Sequence;
import dev.turbobench.engine.turbomind.schedule.Step;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.error.BenchmarkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the sinks of requests. A sink that throws ends its own request with an error and disturbs no other; if it throws
 * again when it is told, that is logged and nothing else.
 */
final class SinkCaller implements ScheduleListener {

    private static final Logger LOG = LoggerFactory.getLogger(SinkCaller.class);

    private final Ticker ticker;

    SinkCaller(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void admitted(Sequence sequence) {
        try {
            sequence.sink().onAdmitted(sequence.request().id(), ticker.nanoTime());
        } catch (RuntimeException | Error e) {
            fail(sequence, e);
        }
    }

    @Override
    public void preempted(Sequence sequence) {
        try {
            sequence.sink().onPreempted(sequence.request().id(), ticker.nanoTime());
        } catch (RuntimeException | Error e) {
            fail(sequence, e);
        }
    }

    void results(Step step, int index, long timestampNanos) {
        Sequence sequence = step.sequence(index);
        Batch batch = step.batch();
        long id = sequence.request().id();
        try {
            if (step.scoreCount(index) > 0) {
                sequence.sink()
                        .onPromptLogProbabilities(
                                id,
                                step.scorePosition(index),
                                batch.scoredLogProbabilities,
                                step.firstScore(index),
                                step.scoreCount(index));
            }
            int sample = step.sample(index);
            if (sample >= 0) {
                if (sequence.request().logProbabilities()) {
                    sequence.sink().onTokenLogProbabilities(id, batch.sampledLogProbabilities, sample, 1);
                }
                sequence.sink().onTokens(id, batch.sampledTokens, sample, 1, timestampNanos);
            }
        } catch (RuntimeException | Error e) {
            fail(sequence, e);
        }
    }

    private static void fail(Sequence sequence, Throwable cause) {
        sequence.fail(new BenchmarkException(
                INTERNAL_ERROR,
                "the sink of request %d threw %s".formatted(sequence.request().id(), cause),
                cause));
    }

    /** The last call for a sequence. */
    void ended(Sequence sequence) {
        long id = sequence.request().id();
        BenchmarkException error = sequence.error();
        try {
            if (error == null) {
                sequence.sink()
                        .onFinish(
                                id,
                                sequence.endReason(),
                                sequence.promptLength(),
                                0,
                                sequence.generated(),
                                ticker.nanoTime());
            } else {
                sequence.sink().onError(id, error);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the sink of request {} threw when its end was reported", id, e);
        }
    }
}
