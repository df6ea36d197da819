package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StopSignalTest {

    private final StopSignal signal = new StopSignal();
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Test
    void stopsTheCommandAndWaitsForIt() throws InterruptedException {
        signal.onStop(stopped::countDown);
        Thread hook = new Thread(signal::raise);
        hook.start();
        assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
        hook.join(50);
        assertThat(hook.isAlive()).isTrue();
        signal.done();
        hook.join();
    }

    @Test
    void doesNotWaitForACommandThatCannotBeStopped() {
        signal.raise();
        signal.onStop(stopped::countDown);
        assertThat(stopped.getCount()).isZero();
    }

    @Test
    void doesNotWaitForACommandThatHasEnded() {
        signal.onStop(stopped::countDown);
        signal.done();
        signal.raise();
        assertThat(stopped.getCount()).isZero();
    }
}
