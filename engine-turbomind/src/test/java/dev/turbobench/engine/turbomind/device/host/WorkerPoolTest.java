package dev.turbobench.engine.turbomind.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyPartIsDoneOnceAndIsVisibleAfterwards(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (int round = 0; round < 2_000; round++) {
                int parts = round % 17;
                int[] plain = new int[parts];
                AtomicIntegerArray workers = new AtomicIntegerArray(threads);
                pool.run(
                        (part, worker) -> {
                            plain[part]++;
                            workers.incrementAndGet(worker);
                        },
                        parts);
                assertThat(plain).containsOnly(parts == 0 ? new int[0] : new int[] {1});
                if (round % 500 == 0) {
                    LockSupport.parkNanos(5_000_000); // Long enough for the workers to park.
                }
            }
        }
    }

    @Test
    void anExceptionOfAPartReachesTheCallerAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int round = 0; round < 50; round++) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> pool.run(
                                (part, worker) -> {
                                    if (part == 7) {
                                        throw new IllegalArgumentException("part 7");
                                    }
                                },
                                20))
                        .withRootCauseInstanceOf(IllegalArgumentException.class);
                int[] done = new int[20];
                pool.run((part, worker) -> done[part]++, 20);
                assertThat(done).containsOnly(1);
            }
        }
    }
}
