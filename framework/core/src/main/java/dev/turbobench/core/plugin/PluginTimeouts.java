package dev.turbobench.core.plugin;

import java.time.Duration;

/**
 * How long a plugin may take.
 *
 * @param call for everything that is quick: saying what it is, computing a metric, writing a report
 * @param load for loading a model
 */
public record PluginTimeouts(Duration call, Duration load) {

    /** What holds where the user says nothing. */
    public static final PluginTimeouts DEFAULT = new PluginTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(3600));

    Limit ofCall() {
        return new Limit(call, "--plugin-timeout");
    }

    Limit ofLoad() {
        return new Limit(load, "--load-timeout");
    }

    /**
     * One of the two.
     *
     * @param duration how long
     * @param option what changes it
     */
    record Limit(Duration duration, String option) {}
}
