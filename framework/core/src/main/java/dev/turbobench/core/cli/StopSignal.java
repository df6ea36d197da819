package dev.turbobench.core.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Carries Ctrl-C from the shutdown hook to the command that runs.
 *
 * <p>The process ends when the hook returns, so the hook waits here until the command has kept what it has.
 */
final class StopSignal {

    private final CountDownLatch done = new CountDownLatch(1);

    private boolean raised;
    private @Nullable Runnable action;

    /** Say how to stop the command; called at once if the signal was raised before. */
    synchronized void onStop(Runnable action) {
        this.action = action;
        if (raised) {
            action.run();
        }
    }

    /** Stop the command and wait until it is {@link #done}; returns at once if it cannot be stopped. */
    void raise() {
        synchronized (this) {
            raised = true;
            if (action == null) {
                return;
            }
            action.run();
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    void done() {
        done.countDown();
    }
}
