package dev.turbobench.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundCodecTest {

    private static final CaseSpec SPEC = new CaseSpec(0, 5, 128, 40);

    private static final List<FinishReason> REASONS = List.of(FinishReason.values());

    private final TestingTicker ticker = new TestingTicker();
    private final Random random = new Random(7);
    private final EventLog log = EventLog.allocate(SPEC, 3, 1000, ticker);

    /** Rounds in which everything happens that can: steps, bursts, failures, preemptions, broken contracts. */
    private void record() {
        for (int round = 0; round < 3; round++) {
            ticker.advance(random.nextInt(1_000_000_000));
            if (round != 1) {
                log.round(round).started(ticker.nanoTime());
            }
            log.round(round).requests().forEach(request -> {
                ticker.advance(random.nextInt(5_000));
                request.submitting(ticker.nanoTime(), EndSignal.NONE);
            });
            for (int step = 0; step < 40; step++) {
                long start = ticker.nanoTime();
                ticker.advance(random.nextInt(10_000_000));
                log.steps().onStep(start, ticker.nanoTime(), step == 0 ? 5 : 0, step == 0 ? 640 : 0, 5, step % 3, step);
                for (RequestLog request : log.round(round).requests()) {
                    emit(request, step);
                }
            }
            ticker.advance(5);
            for (RequestLog request : log.round(round).requests()) {
                end(request);
            }
        }
    }

    private void emit(RequestLog request, int step) {
        long id = request.requestId();
        ticker.advance(random.nextInt(2_000));
        if (step == 0 && id % 3 != 0) {
            request.onAdmitted(id, ticker.nanoTime());
        }
        if (step == 7 && id % 4 == 0) {
            request.onPreempted(id, ticker.nanoTime());
        }
        if (id % 5 != 4) {
            request.onTokens(id, new int[] {1, 2, 3}, 0, id % 5 == 3 ? 1 + random.nextInt(3) : 1, ticker.nanoTime());
        }
    }

    private void end(RequestLog request) {
        long id = request.requestId();
        ticker.advance(random.nextInt(2_000));
        if (id == 1001) {
            request.onError(id, new BenchmarkException(StandardErrorCode.OUT_OF_MEMORY, "none left \uD83D\uDE80"));
        } else {
            FinishReason reason = REASONS.get((int) (id % 3));
            request.onFinish(id, reason, 128, (int) (id % 7), 40, ticker.nanoTime());
        }
        if (id == 1007) {
            request.onTokens(id, new int[] {1}, 0, 1, 0);
        }
    }

    private byte[] written(int round, int from, int to) {
        PackedBytes out = new PackedBytes();
        RoundCodec.write(log.round(round), log.steps(), from, to, out);
        return Arrays.copyOf(out.array(), out.size());
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        record();
        RestoredLog restored = new RestoredLog();
        restored.add(new UnpackedBytes(written(0, 0, 40)), 0);
        restored.add(new UnpackedBytes(written(1, 40, 80)), 0);
        restored.add(new UnpackedBytes(written(2, 80, 120)), 0);

        EventLog read = restored.log();

        assertThat(read.steps().steps()).isEqualTo(120);
        for (int round = 0; round < 3; round++) {
            assertSame(read.seal().get(round), log.seal().get(round));
            for (int i = 0; i < SPEC.concurrency(); i++) {
                assertSame(read.round(round).request(i), log.round(round).request(i));
            }
        }
    }

    private static void assertSame(RoundRecord read, RoundRecord written) {
        assertThat(read.startNanos()).isEqualTo(written.startNanos());
        assertThat(read.endNanos()).isEqualTo(written.endNanos());
        assertThat(read.steps()).isEqualTo(written.steps()).isPositive();
        for (int step = 0; step < read.steps(); step++) {
            assertThat(new long[] {
                        read.stepStartNanos(step), read.stepEndNanos(step), read.stepPrefillSequences(step),
                        read.stepPrefillTokens(step), read.stepDecodeSequences(step), read.stepWaiting(step),
                        read.stepKvBlocks(step)
                    })
                    .containsExactly(
                            written.stepStartNanos(step),
                            written.stepEndNanos(step),
                            written.stepPrefillSequences(step),
                            written.stepPrefillTokens(step),
                            written.stepDecodeSequences(step),
                            written.stepWaiting(step),
                            written.stepKvBlocks(step));
        }
    }

    private static void assertSame(RequestLog read, RequestLog written) {
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("ticker", "signal", "emissionNanos", "emissionTokens", "lastEventNanos", "error")
                .isEqualTo(written);
        assertThat(read.emissions()).isEqualTo(written.emissions());
        for (int k = 0; k < read.emissions(); k++) {
            assertThat(read.emissionNanos(k)).isEqualTo(written.emissionNanos(k));
            assertThat(read.emissionTokens(k)).isEqualTo(written.emissionTokens(k));
        }
        BenchmarkException error = written.error();
        if (error == null) {
            assertThat(read.error()).isNull();
        } else {
            assertThat(read.error()).hasMessage(error.getMessage());
            assertThat(read.error().errorCode()).isEqualTo(error.errorCode());
        }
    }

    @Test
    void damagedContentIsRefusedAndNothingElseHappens() {
        record();
        byte[] intact = written(0, 0, 40);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(intact, 1 + random.nextInt(intact.length));
            for (int change = 0; change < 3; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                RestoredLog restored = new RestoredLog();
                restored.add(new UnpackedBytes(damaged), 0);
                restored.log();
            } catch (DamagedLogException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4_000);
    }

    @Test
    void aRoundThatIsStillRunningCannotBeWritten() {
        log.round(0).request(0).submitting(1, EndSignal.NONE);

        assertThatThrownBy(() -> written(0, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request 1000 has not ended");
    }

    @Test
    void numbersOfEverySizeComeBack() {
        PackedBytes out = new PackedBytes();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            out.put(1L << bit);
            out.putSigned(1L << bit);
            out.putSigned(-1L << bit);
            out.putDouble(Math.scalb(-1.1, bit));
        }
        UnpackedBytes in = new UnpackedBytes(Arrays.copyOf(out.array(), out.size()));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(in.get()).isEqualTo(1L << bit);
            assertThat(in.getSigned()).isEqualTo(1L << bit);
            assertThat(in.getSigned()).isEqualTo(-1L << bit);
            assertThat(in.getDouble()).isEqualTo(Math.scalb(-1.1, bit));
        }
        assertThat(in.remaining()).isZero();
    }
}
