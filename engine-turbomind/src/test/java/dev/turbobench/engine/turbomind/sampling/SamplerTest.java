package dev.turbobench.engine.turbomind.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {

    private static final int VOCABULARY = 50;
    private static final int DRAWS = 200_000;

    /** The limit is generous, about 5 standard deviations and 30 above the mean; the next test shows that it still bites. */
    @ParameterizedTest
    @CsvSource({
        "0, 1.0, 1.0",
        "0, 1.0, 0.5",
        "0, 1.0, 3.0",
        "5, 1.0, 1.0",
        "0, 0.8, 1.0",
        "10, 0.7, 1.3",
        "49, 0.99, 2",
        "2, 1, 1"
    })
    void distributionIsThatOfTheCutSoftmax(int topK, double topP, double temperature) {
        float[] logits = logits(1);
        double[] expected = expected(logits, topK, topP, temperature);
        int[] counts = new int[VOCABULARY];
        Sampler sampler = new Sampler(VOCABULARY);
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(logits, 3, topK, topP, temperature, Philox.uniform(42, i))]++;
        }
        double chiSquare = 0;
        int degrees = -1;
        double restExpected = 0;
        int restCount = 0;
        for (int token = 0; token < VOCABULARY; token++) {
            double expectedCount = expected[token] * DRAWS;
            if (expected[token] == 0) {
                assertThat(counts[token]).isZero();
            } else if (expectedCount < 10) {
                restExpected += expectedCount;
                restCount += counts[token];
            } else {
                chiSquare += Math.pow(counts[token] - expectedCount, 2) / expectedCount;
                degrees++;
            }
        }
        if (restExpected >= 1) {
            chiSquare += Math.pow(restCount - restExpected, 2) / restExpected;
            degrees++;
        }
        assertThat(chiSquare).isLessThan(degrees + 5 * Math.sqrt(2.0 * degrees) + 30);
    }

    @Test
    void aDistributionThatIsSlightlyWrongFailsTheTestAbove() {
        // Guards the threshold: drawing at temperature 1.05 instead of 1 must be noticed.
        float[] logits = logits(1);
        double[] expected = expected(logits, 0, 1, 1);
        int[] counts = new int[VOCABULARY];
        Sampler sampler = new Sampler(VOCABULARY);
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(logits, 3, 0, 1, 1.05, Philox.uniform(42, i))]++;
        }
        double chiSquare = 0;
        for (int token = 0; token < VOCABULARY; token++) {
            double expectedCount = expected[token] * DRAWS;
            if (expectedCount >= 10) {
                chiSquare += Math.pow(counts[token] - expectedCount, 2) / expectedCount;
            }
        }
        assertThat(chiSquare).isGreaterThan(49 + 5 * Math.sqrt(98) + 30);
    }

    @Test
    void oneTokenIsAlwaysKept() {
        float[] logits = logits(2);
        Sampler sampler = new Sampler(VOCABULARY);
        int best = Sampler.greedy(logits, 3, VOCABULARY);
        for (double uniform : new double[] {0, 0.5, 1 - 0x1p-32}) {
            assertThat(sampler.draw(logits, 3, 1, 1, 1, uniform)).isEqualTo(best);
            assertThat(sampler.draw(logits, 3, 0, 1e-12, 1, uniform)).isEqualTo(best);
            assertThat(sampler.draw(logits, 3, 0, 1, 1e-9, uniform)).isEqualTo(best);
        }
    }

    @Test
    void tiesAreCutByTheLowerId() {
        float[] logits = {1, 2, 2, 2, 0};
        Sampler sampler = new Sampler(5);
        int[] counts = new int[5];
        for (int i = 0; i < 10_000; i++) {
            counts[sampler.draw(logits, 0, 2, 1, 1, Philox.uniform(1, i))]++;
        }
        assertThat(counts[1] + counts[2]).isEqualTo(10_000);
        assertThat(counts[1]).isBetween(4_700, 5_300);
        assertThat(Sampler.greedy(logits, 0, 5)).isEqualTo(1);
    }

    @Test
    void largestUniformStaysWithinTheKeptTokens() {
        float[] logits = {0, -200, -300, Float.NEGATIVE_INFINITY};
        Sampler sampler = new Sampler(4);
        assertThat(sampler.draw(logits, 0, 0, 1, 1, 1 - 0x1p-32)).isZero();
        assertThat(sampler.draw(logits, 0, 9, 1, 1, 1 - 0x1p-32)).isZero();
    }

    @Test
    void logSumExpDoesNotOverflow() {
        float[] logits = {1000, 1000, -1000};
        assertThat(Sampler.logSumExp(logits, 0, 3)).isEqualTo(1000 + Math.log(2));
    }

    /** Three rows, of which the middle one is the distribution: what is before and behind must not be looked at. */
    private static float[] logits(int seed) {
        Random random = new Random(seed);
        float[] logits = new float[3 + VOCABULARY + 3];
        Arrays.fill(logits, 100f);
        for (int i = 0; i < VOCABULARY; i++) {
            logits[3 + i] = (float) (random.nextGaussian() * 1.5);
        }
        return logits;
    }

    private static double[] expected(float[] logits, int topK, double topP, double temperature) {
        double[] weights = new double[VOCABULARY];
        Arrays.setAll(weights, token -> Math.exp(logits[3 + token] / temperature));
        int[] ranked = IntStream.range(0, VOCABULARY)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -weights[token]))
                .limit(topK == 0 ? VOCABULARY : topK)
                .mapToInt(Integer::intValue)
                .toArray();
        double total =
                Arrays.stream(ranked).mapToDouble(token -> weights[token]).sum();
        double[] result = new double[VOCABULARY];
        double sum = 0;
        for (int token : ranked) {
            if (sum < topP * total) {
                sum += weights[token];
                result[token] = weights[token];
            }
        }
        double kept = sum;
        Arrays.setAll(result, token -> result[token] / kept);
        return result;
    }
}
