package dev.turbobench.engine.turbomind.schedule;

/** When a waiting sequence may start. */
public enum Admission {
    /** When the cache can hold it to its end. What runs is never interrupted. */
    COMPLETE,
    /** When the cache can hold the tokens it has. If blocks run out later, what started last is computed again. */
    PROMPT
}
