package dev.turbobench.metrics.telemetry;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.time.Duration;

/** The option that says how often to sample. */
final class SamplingPeriod {

    private static final String NAME = "period";

    private SamplingPeriod() {}

    static OptionSpec option(int defaultMillis) {
        return OptionSpec.option(
                NAME, OptionType.INTEGER, Integer.toString(defaultMillis), "Milliseconds from one sample to the next.");
    }

    static Duration of(Options options) {
        long millis = options.integer(NAME);
        if (millis < 1) {
            throw new BenchmarkException(INVALID_OPTION, NAME + ": expected 1 or more milliseconds, found " + millis);
        }
        return Duration.ofMillis(millis);
    }
}
