package dev.turbobench.core.run;

/** Whether the user asked the run to end. */
final class StopRequest {

    private volatile boolean made;

    void make() {
        made = true;
    }

    boolean isMade() {
        return made;
    }

    /** Give up what is going on if the user asked for it. */
    void check() {
        if (made) {
            throw new RunStoppedException();
        }
    }
}
