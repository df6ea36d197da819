package dev.turbobench.core.store;

/** What the blocks of an event file hold; see docs/results.md. */
enum EventBlock {
    /** The case; the first block, and again where a run was resumed. */
    CASE(1),
    WARMUP_ROUND(2),
    ROUND(3),
    /** The case was measured to its end. */
    END(4);

    private final int code;

    EventBlock(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
