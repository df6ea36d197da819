package dev.turbobench.engine.replay;

import dev.turbobench.spi.Ticker;
import java.util.concurrent.locks.LockSupport;

/** Waits for a time more exactly than a parked thread is woken: it parks for most of the time and spins for the rest. */
final class DeadlineClock {

    /** Somewhat more than Linux's usual timer slack and the time to wake a thread. */
    private static final long SPIN_NANOS = 120_000;

    private final Ticker ticker;
    private volatile boolean attention;

    DeadlineClock(Ticker ticker) {
        this.ticker = ticker;
    }

    long now() {
        return ticker.nanoTime();
    }

    /** Make the waiting thread return. */
    void wake(Thread waiting) {
        attention = true;
        LockSupport.unpark(waiting);
    }

    /** Take note that everything before the last {@link #wake} is going to be looked at. */
    void attend() {
        attention = false;
    }

    /** Wait until a time or a call of {@link #wake}; true if the time has come. */
    boolean await(long deadlineNanos) {
        while (!attention) {
            long left = deadlineNanos - ticker.nanoTime();
            if (left <= 0) {
                return true;
            }
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(this, left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    /** Wait for a call of {@link #wake}. */
    void await() {
        while (!attention) {
            LockSupport.park(this);
        }
    }
}
