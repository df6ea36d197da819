package dev.turbobench.spi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLimitsTest {

    private static final EngineLimits LIMITS = new EngineLimits(8, 1000, 20, 64);

    @ParameterizedTest
    @CsvSource({
        "1, 8", // a block each, limited by the batch
        "65, 8", // the last token is not fed back
        "129, 8", "130, 6", // three blocks each
        "193, 6", "194, 5", "641, 2", "1000, 1", "1001, 0", // longer than any sequence may be
    })
    void fitsAsManySequencesAsBlocksAndBatchAllow(long sequenceTokens, int sequences) {
        assertThat(LIMITS.concurrentSequences(sequenceTokens)).isEqualTo(sequences);
    }

    @Test
    void countsTokensBeyondTheRangeOfInt() {
        assertThat(new EngineLimits(1, 1, 1 << 20, 1 << 12).kvTokens()).isEqualTo(1L << 32);
    }
}
