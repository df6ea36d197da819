package dev.turbobench.engine.turbomind.schedule;

/** What a step computes while prompts of running sequences are not done. */
public enum PrefillOrder {
    /** Only prompts, so that all sequences that started together decode together: the static batch that is measured. */
    FIRST,
    /** Also one more token of every sequence that decodes, so that it does not stall. */
    MIXED
}
