package dev.turbobench.tck;

/** Ends a check that does not apply to a component or cannot be made here. */
public final class SkippedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception.
     *
     * @param reason why the check does not apply; never {@code null}
     */
    public SkippedException(String reason) {
        super(reason);
    }
}
