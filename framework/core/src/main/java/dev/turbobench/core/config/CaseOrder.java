package dev.turbobench.core.config;

/** In which order the cases of a matrix run. */
public enum CaseOrder {
    /** For each concurrency all pairs of lengths. */
    MATRIX,
    /** Shuffled by the seed of the run, so that what changes with time does not look like an effect of the case. */
    RANDOM
}
