package dev.turbobench.core.stall;

/** What stopped the threads of the tool. */
public enum StallCause {
    GARBAGE_COLLECTION("garbage collection"),
    /** The thread was ready, but other threads or processes had the CPUs. */
    SCHEDULING("scheduling"),
    /** The thread was not ready: the JVM held all threads, or the machine under the system stood still. */
    SAFEPOINT("safepoint or virtual machine"),
    /** The system does not tell whether the thread was ready. */
    UNKNOWN("scheduling or safepoint");

    private final String words;

    StallCause(String words) {
        this.words = words;
    }

    /**
     * Tell the cause.
     *
     * @param collected whether garbage was collected meanwhile
     * @param waitedNanos how long the thread was ready without a CPU
     * @param lateNanos how long it was stopped
     */
    static StallCause of(boolean collected, long waitedNanos, long lateNanos) {
        if (collected) {
            return GARBAGE_COLLECTION;
        }
        if (waitedNanos == RunDelay.UNKNOWN) {
            return UNKNOWN;
        }
        return waitedNanos >= lateNanos / 2 ? SCHEDULING : SAFEPOINT;
    }

    public String words() {
        return words;
    }
}
