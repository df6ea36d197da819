package dev.turbobench.core.record;

/** Stored events are not what they must be. */
public final class DamagedLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DamagedLogException(String message) {
        super(message);
    }
}
