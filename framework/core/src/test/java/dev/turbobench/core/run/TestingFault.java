package dev.turbobench.core.run;

/** What goes wrong with a request of a {@link TestingEngine}. */
public enum TestingFault {
    NONE,
    /** Ends with an error after half of its tokens. */
    ERROR,
    /** Gets no more tokens after the first one, until it is cancelled. */
    STALL,
    /** Gets no more tokens after the first one, and cannot be cancelled. */
    HANG,
    /** Gets one token less, and the engine admits it. */
    SHORT,
    /** Gets one token less, and the engine claims all of them. */
    LOST_TOKEN,
    /** Gets one token more. */
    EXTRA,
    PREEMPTED,
    CACHED,
    /** Gets an emission without tokens. */
    EMPTY_EMISSION,
    CANCELLED_BY_ENGINE,
    /** Is refused when it is handed in. */
    REFUSED,
    /** The engine throws something unexpected when the request is handed in. */
    THROWS,
    /** Waits until {@link TestingEngine#heldUntilSubmissions} requests were handed in. */
    HELD
}
