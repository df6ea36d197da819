package dev.turbobench.spi.report;

/** How a case ended. */
public enum CaseStatus {
    /** Measured, and nothing speaks against the numbers. */
    VALID,
    /** Measured, but the numbers are not those of a static batch; the notes say why. */
    INVALID,
    /** An error ended the case. */
    FAILED,
    /** Not started, because it could not have succeeded or the run was stopped. */
    SKIPPED
}
