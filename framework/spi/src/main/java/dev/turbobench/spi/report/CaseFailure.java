package dev.turbobench.spi.report;

/**
 * What ended a case.
 *
 * @param code name of the error code
 * @param message one line
 */
public record CaseFailure(String code, String message) {}
