package dev.turbobench.core.component;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;
import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.spi.error.BenchmarkException;

/** Turns what a plugin threw into an error that can be shown on one line. */
public final class Failures {

    private Failures() {}

    /**
     * Get the error for the user.
     *
     * @param action what the plugin was asked to do, for example {@code engine "turbomind": create}
     * @param thrown what it threw
     * @return the exception itself if it is well-behaved
     */
    public static BenchmarkException ofPlugin(String action, Throwable thrown) {
        if (thrown instanceof BenchmarkException wellBehaved) {
            return wellBehaved;
        }
        if (thrown instanceof OutOfMemoryError) {
            return new BenchmarkException(
                    OUT_OF_MEMORY, "%s: %s; give the JVM more with -Xmx".formatted(action, oneLine(thrown)), thrown);
        }
        return new BenchmarkException(PLUGIN_FAILED, "%s failed: %s".formatted(action, oneLine(thrown)), thrown);
    }

    /** The class and the message of an exception without line breaks. */
    public static String oneLine(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getName();
        return message == null ? name : name + ": " + oneLine(message);
    }

    /** A text without line breaks. */
    public static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
