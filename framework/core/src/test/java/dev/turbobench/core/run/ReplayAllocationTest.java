package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.spi.report.CaseStatus;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine's thread allocates while it hands tokens to the logs of the tool over a long run. */
@Timeout(180)
class ReplayAllocationTest {

    private static final int TOKENS = 20_000;

    @Test
    void aTokenCostsNoByteFromTheEngineToTheLog() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TestingRun run = new TestingRun();
        run.replay("replay:ttft=1ms,itl=20us");
        run.concurrency = List.of(8);
        run.lengths = List.of(new LengthPair(1, TOKENS));
        run.rounds = new RoundsConfig(4, 1, RoundStart.TOGETHER);
        AtomicLong last = new AtomicLong();
        long[] allocated = new long[4];
        int[] round = new int[1];
        run.atRoundFinished = () -> {
            long now = threads.getThreadAllocatedBytes(replayThread());
            allocated[round[0]++] = now - last.getAndSet(now);
        };
        assertThat(run.only().status()).isEqualTo(CaseStatus.VALID);
        // A round costs some bytes for its requests, whatever their length: 8 requests, not 160,000 tokens.
        for (int i = 1; i < allocated.length; i++) {
            assertThat(allocated[i]).as("bytes of round %d", i + 1).isLessThan(TOKENS);
        }
    }

    private static long replayThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("replay"))
                .findFirst()
                .orElseThrow()
                .getId();
    }
}
