package dev.turbobench.spi.report;

import java.nio.file.Path;

/**
 * Where a reporter writes.
 *
 * @param path the file; it was checked to be writable before the run started
 */
public record ReportTarget(Path path) {}
