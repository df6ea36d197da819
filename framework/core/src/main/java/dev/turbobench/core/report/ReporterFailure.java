package dev.turbobench.core.report;

import dev.turbobench.spi.error.ErrorCode;
import java.nio.file.Path;

/**
 * A report that could not be written.
 *
 * @param reporter name of the reporter
 * @param file its target
 * @param code who can do something about it
 * @param message one line
 */
public record ReporterFailure(String reporter, Path file, ErrorCode code, String message) {}
