package dev.turbobench.core.run;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Where the workers wait for the start of a round. */
final class RoundGate {

    private volatile int open;
    private volatile boolean closed;

    /** Let the workers start all rounds before the given one. */
    void openUpTo(int round, List<Thread> workers) {
        open = round;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    /** Let nobody through any more. */
    void close(List<Thread> workers) {
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    /**
     * Wait until a round may start.
     *
     * @return false if it never will
     */
    boolean await(int round) {
        while (round >= open) {
            if (closed || Thread.interrupted()) {
                return false;
            }
            LockSupport.park(this);
        }
        return !closed;
    }
}
