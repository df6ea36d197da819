package dev.turbobench.core.plugin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that was found but not loaded.
 *
 * @param location the folder or jar
 * @param id the id from its manifest; {@code null} if that could not be read
 * @param reason why it was rejected
 * @param message what was expected, what was found and what to do, on one line
 */
public record RejectedPlugin(Path location, @Nullable String id, RejectionReason reason, String message) {}
