package dev.turbobench.core.run;

/** Unwinds a case when the user stops the run; never leaves this package. */
final class RunStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunStoppedException() {
        super("interrupted");
    }
}
