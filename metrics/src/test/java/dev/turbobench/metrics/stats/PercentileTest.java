package dev.turbobench.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentileTest {

    @ParameterizedTest
    @CsvSource({"P50, 8", "P75, 18", "P90, 46", "P95, 93", "P99, 473", "P99_9, 4742"})
    void needsAsManySamplesAsTheBinomialRuleSays(Percentile percentile, int samples) {
        assertThat(percentile.minimumSamples()).isEqualTo(samples);
    }
}
