package dev.turbobench.engine.turbomind.operator;

/** Rows of a batch that the output head is applied to. */
public enum RowSet {
    /** {@link Batch#sampleRows}. */
    SAMPLED,
    /** {@link Batch#scoreRows}. */
    SCORED
}
