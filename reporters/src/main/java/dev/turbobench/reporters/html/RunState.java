package dev.turbobench.reporters.html;

/** How far a run was when the page was written. */
enum RunState {
    COMPLETE,
    /** It was stopped and ended in order. */
    INTERRUPTED,
    /** It was going on; if nothing came after, it was cut off. */
    UNFINISHED
}
