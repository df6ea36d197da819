package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.operator.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choice of tokens and log-probabilities on a GPU. */
@Tag("gpu")
class CudaSamplingTest {

    private static final int VOCABULARY = 5003;
    private static final int SAMPLES = 16;

    @TempDir
    static Path kernelCache;

    private static TestingBackend gpu;
    private static Buffer logits;

    private final float[][] rows = new float[SAMPLES][VOCABULARY];
    private final Random random = new Random(1);

    @BeforeAll
    static void open() {
        gpu = new TestingBackend(TestingBackend.shape(256, 2, 2, 64, 256, VOCABULARY), DataType.FP16, kernelCache, 1);
        logits = gpu.backend.allocate(SAMPLES, VOCABULARY);
    }

    @AfterAll
    static void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    private Batch sample(int topK, double topP, double temperature, long draw) {
        Batch batch = gpu.batch;
        batch.clear();
        gpu.shuffleBlocks();
        for (int i = 0; i < SAMPLES; i++) {
            gpu.addSequence(i, 1, 1);
            int sample = batch.addSample(i);
            batch.topK[sample] = topK;
            batch.topP[sample] = topP;
            batch.temperature[sample] = temperature;
            batch.seeds[sample] = 0x123456789abcdefL * (i + 1);
            batch.draws[sample] = draw;
            batch.wantLogProbabilities[sample] = true;
        }
        float[] all = new float[SAMPLES * VOCABULARY];
        for (int i = 0; i < SAMPLES; i++) {
            System.arraycopy(rows[i], 0, all, i * VOCABULARY, VOCABULARY);
        }
        gpu.uploadFloats(CudaBuffer.of(logits).address(), all);
        gpu.run(b -> gpu.operators.sample(SAMPLES, logits));
        return batch;
    }

    private void randomRows(double deviation) {
        for (float[] row : rows) {
            for (int i = 0; i < VOCABULARY; i++) {
                row[i] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    @Test
    void greedyTakesTheLowestIdOfTheLargest() {
        randomRows(3);
        for (int i = 0; i < SAMPLES; i++) {
            rows[i][4000 - i] = 100;
            rows[i][4500] = 100;
        }

        Batch batch = sample(1, 1, 1, 0);

        for (int i = 0; i < SAMPLES; i++) {
            assertThat(batch.sampledTokens[i]).isEqualTo(4000 - i);
            assertThat(batch.sampledLogProbabilities[i]).isCloseTo((float) -Math.log(2), within(1e-5f));
        }
        assertThat(sample(0, 0.5, 0, 0).sampledTokens[0]).isEqualTo(4000);
    }

    @Test
    void equalLogitsShowTheRandomNumbers() {
        for (long draw : new long[] {0, 1, 1L << 33}) {
            Batch batch = sample(0, 1, 0.7, draw);
            for (int i = 0; i < SAMPLES; i++) {
                long word = Integer.toUnsignedLong(philox(batch.seeds[i], draw));
                assertThat(batch.sampledTokens[i]).isEqualTo((int) ((VOCABULARY * word) >>> 32));
            }
        }
    }

    @Test
    void philoxIsThePublishedOne() {
        // Known answer of the authors' test suite (Random123, kat_vectors): counter and key all zero.
        assertThat(philox(0, 0)).isEqualTo(0x6627e8d5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1.0, 1.0",
        "0, 1.0, 0.6",
        "40, 1.0, 0.8",
        "0, 0.9, 0.8",
        "50, 0.7, 1.3",
        "3, 0.2, 1.0",
        "5003, 0.99, 2.0"
    })
    void drawsWhatTheDefinitionSays(int topK, double topP, double temperature) {
        int different = 0;
        int total = 0;
        for (int draw = 0; draw < 40; draw++) {
            randomRows(2 + draw % 4);
            for (float[] row : rows) {
                // Ties, also across the cut.
                for (int i = 0; i < VOCABULARY; i++) {
                    row[i] = Math.round(row[i] * 8) / 8f;
                }
            }
            Batch batch = sample(topK, topP, temperature, draw);
            for (int i = 0; i < SAMPLES; i++) {
                total++;
                double u = Integer.toUnsignedLong(philox(batch.seeds[i], draw)) * 0x1p-32;
                different += batch.sampledTokens[i] == choose(rows[i], topK, topP, temperature, u) ? 0 : 1;
                float expected = (float) logProbability(rows[i], batch.sampledTokens[i]);
                assertThat(batch.sampledLogProbabilities[i])
                        .isCloseTo(expected, within(2e-5f * Math.abs(expected) + 1e-5f));
            }
        }
        // The last bit of an exponential can move a boundary across the random number.
        assertThat(different).as("of %d", total).isLessThanOrEqualTo(1);
    }

    @Test
    void scoresKnownTokens() {
        randomRows(3);
        sample(1, 1, 1, 0);
        Batch batch = gpu.batch;
        for (int i = 0; i < SAMPLES; i++) {
            batch.addScore(i, 17 * i);
        }
        gpu.run(b -> {
            gpu.operators.score(0, 5, logits);
            gpu.operators.sample(SAMPLES, logits);
        });
        for (int i = 0; i < 5; i++) {
            assertThat(batch.scoredLogProbabilities[i])
                    .isCloseTo((float) logProbability(rows[i], 17 * i), within(1e-4f));
        }
    }

    private static double logProbability(float[] row, int token) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float x : row) {
            largest = Math.max(largest, x);
        }
        double sum = 0;
        for (float x : row) {
            sum += Math.exp(x - largest);
        }
        return row[token] - largest - Math.log(sum);
    }

    private static int choose(float[] row, int topK, double topP, double temperature, double u) {
        Integer[] order = new Integer[row.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -row[i]).thenComparingInt(i -> i));
        int kept = topK == 0 ? row.length : Math.min(topK, row.length);
        double largest = row[order[0]];
        double total = 0;
        for (int i = 0; i < kept; i++) {
            total += Math.exp((row[order[i]] - largest) / temperature);
        }
        double mass = 0;
        boolean[] keep = new boolean[row.length];
        for (int i = 0; i < kept && (topP == 1 || mass < topP * total); i++) {
            mass += Math.exp((row[order[i]] - largest) / temperature);
            keep[order[i]] = true;
        }
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += keep[i] ? Math.exp((row[i] - largest) / temperature) : 0;
            if (sum > u * mass) {
                return i;
            }
        }
        return -1;
    }

    private static int philox(long seed, long draw) {
        int c0 = (int) draw;
        int c1 = (int) (draw >>> 32);
        int c2 = 0;
        int c3 = 0;
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < 10; round++) {
            long a = Integer.toUnsignedLong(c0) * 0xD2511F53L;
            long b = Integer.toUnsignedLong(c2) * 0xCD9E8D57L;
            c0 = (int) (b >>> 32) ^ c1 ^ k0;
            c1 = (int) b;
            c2 = (int) (a >>> 32) ^ c3 ^ k1;
            c3 = (int) a;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return c0;
    }
}
