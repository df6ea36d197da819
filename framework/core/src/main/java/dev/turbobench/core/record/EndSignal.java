package dev.turbobench.core.record;

/** Told of the end of a request, on the engine's thread; must return at once. */
@FunctionalInterface
public interface EndSignal {

    /** Tells nobody. */
    EndSignal NONE = request -> {};

    /** The request has ended; everything about it can be read. */
    void ended(RequestLog request);
}
