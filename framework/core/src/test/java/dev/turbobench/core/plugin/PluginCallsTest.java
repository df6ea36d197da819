package dev.turbobench.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PluginCallsTest {

    private final CountDownLatch forEver = new CountDownLatch(1);
    private final PluginCalls calls = calls(Duration.ofMinutes(1));

    private PluginCalls calls(Duration limit) {
        PluginIdentity identity = new PluginIdentity("acme", "1.2", "/plugins/acme", "00");
        return new PluginCalls(identity, getClass().getClassLoader(), new PluginTimeouts(limit, limit));
    }

    @Test
    void givesUpACallThatDoesNotReturnAndGoesOn() {
        PluginCalls hasty = calls(Duration.ofMillis(50));

        assertThatThrownBy(() -> hasty.run("waiting", this::await))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("plugin acme 1.2 (/plugins/acme): waiting did not return within 0 s")
                .hasMessageContaining("--plugin-timeout")
                .hasMessageContaining("is still in");
        assertThat(calls.<String, RuntimeException>call("asking", () -> "answer"))
                .isEqualTo("answer");
    }

    private void await() throws InterruptedException {
        while (true) {
            try {
                forEver.await();
            } catch (InterruptedException e) {
                // as a plugin would that does not know what an interruption is
            }
        }
    }

    @Test
    void handsALateResultToWhoeverReleasesIt() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        PluginCalls hasty = calls(Duration.ofMillis(50));
        CountDownLatch givenUp = new CountDownLatch(1);

        assertThatThrownBy(() -> hasty.<String, RuntimeException>load(
                        "loading",
                        () -> {
                            awaitUninterruptibly(givenUp);
                            return "engine";
                        },
                        engine -> released.countDown()))
                .hasMessageContaining("--load-timeout");
        givenUp.countDown();

        assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // it goes on waiting
            }
        }
    }

    @Test
    void makesAllCallsOfOneKindOnOneThreadOfThePlugin() {
        Thread first = calls.<Thread, RuntimeException>call("a", Thread::currentThread);
        Thread second = calls.<Thread, RuntimeException>call("b", Thread::currentThread);

        assertThat(first).isSameAs(second).isNotSameAs(Thread.currentThread());
        assertThat(first.isDaemon()).isTrue();
        assertThat(first.getThreadGroup().getName()).isEqualTo("plugin acme 1.2");
        assertThat(calls.apart().<Thread, RuntimeException>call("c", Thread::currentThread))
                .isNotSameAs(first);
    }

    @Test
    void passesOnWhatTheContractAllows() {
        assertThatThrownBy(() -> calls.<IOException>run("writing", () -> {
                    throw new IOException("full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
        assertThatThrownBy(() -> calls.run("growing", () -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void remembersHowAThreadOfThePluginDied() throws InterruptedException {
        Thread started = calls.<Thread, RuntimeException>call("starting", () -> {
            Thread thread = new Thread(
                    () -> {
                        throw new IllegalStateException("no more");
                    },
                    "acme-loop");
            thread.start();
            return thread;
        });
        started.join(60_000);

        assertThat(calls.threads().death()).isEqualTo("its thread \"acme-loop\" died: IllegalStateException: no more");
        calls.threads().forget();
        assertThat(calls.threads().death()).isNull();
    }
}
