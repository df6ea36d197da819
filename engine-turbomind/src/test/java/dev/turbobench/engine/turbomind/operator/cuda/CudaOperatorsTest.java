package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RotaryFrequencies;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.RowSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator on a GPU against the same arithmetic in double precision, from the same rounded inputs. */
@Tag("gpu")
class CudaOperatorsTest {

    @TempDir
    static Path kernelCache;

    private TestingBackend gpu;

    static Stream<Arguments> shapes() {
        List<Arguments> cases = new ArrayList<>();
        long seed = 0;
        for (DataType type : List.of(DataType.FP16, DataType.BF16)) {
            cases.add(Arguments.of(TestingBackend.shape(256, 4, 4, 128, 320, 521), type, ++seed));
            cases.add(Arguments.of(TestingBackend.shape(512, 8, 2, 128, 448, 1000), type, ++seed));
            cases.add(Arguments.of(TestingBackend.shape(448, 14, 2, 64, 344, 500), type, ++seed));
        }
        cases.add(Arguments.of(TestingBackend.dynamic(256, 4, 2, 64, 320, 521), DataType.FP16, ++seed));
        cases.add(Arguments.of(TestingBackend.shape(256, 20, 2, 96, 256, 256 + 8), DataType.FP16, ++seed));
        cases.add(Arguments.of(TestingBackend.shape(256, 2, 1, 80, 256, 257), DataType.BF16, ++seed));
        cases.add(Arguments.of(TestingBackend.shape(256, 2, 1, 256, 256, 300), DataType.FP16, ++seed));
        return cases.stream();
    }

    private void open(ModelConfig config, DataType type, long seed) {
        gpu = new TestingBackend(config, type, kernelCache, seed);
        gpu.poison(gpu.backend.cacheAddress(0), TestingBackend.BLOCKS * gpu.backend.bytesPerBlock());
        gpu.shuffleBlocks();
    }

    @AfterEach
    void close() {
        if (gpu != null) {
            gpu.close();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void operatorsAgree(ModelConfig config, DataType type, long seed) {
        open(config, type, seed);
        gpu.addSequence(3, 1, 1);
        gpu.addSequence(7, 65, 1);
        gpu.addSequence(0, 130, 129);
        gpu.addSequence(5, 70, 7);
        rowOperators();
        products();
        queryKeyValue();
    }

    private void rowOperators() {
        int rows = gpu.batch.rows();
        int hidden = gpu.config.hiddenSize();
        float[] x = new float[rows * hidden];
        float[] d = new float[rows * hidden];
        Buffer embedded = gpu.poisoned(rows, hidden);
        Buffer source = gpu.filled(rows, hidden, x, 2);
        Buffer delta = gpu.filled(rows, hidden, d, 1);
        Buffer normed = gpu.poisoned(rows, hidden);
        Buffer sum = gpu.poisoned(rows, hidden);
        Buffer selected = gpu.poisoned(rows, hidden);
        gpu.batch.addScore(4, 1);
        gpu.batch.addScore(2, 1);
        gpu.batch.addScore(9, 1);
        LayerParameters layer = gpu.backend.parameters().layers().get(0);
        gpu.run(batch -> {
            gpu.operators.embed(rows, gpu.backend.parameters().embedding(), embedded);
            gpu.operators.norm(rows, layer.attentionNorm(), source, normed);
            gpu.operators.addNormSelected(RowSet.SCORED, 1, 2, layer.feedForwardNorm(), delta, source, selected);
            gpu.operators.addNorm(rows, layer.feedForwardNorm(), delta, source, sum);
        });
        float[] tokens = gpu.download(embedded, rows);
        for (int r = 0; r < rows; r++) {
            int first = gpu.batch.tokens[r] * hidden;
            assertThat(Arrays.equals(
                            tokens,
                            r * hidden,
                            (r + 1) * hidden,
                            values(gpu.weights.embedding()),
                            first,
                            first + hidden))
                    .isTrue();
        }
        double[] added = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            added[i] = (double) x[i] + d[i];
        }
        double[] expectedNorm = norm(Reference.widen(x), values(gpu.layer.attentionNorm()));
        double[] expectedSum = norm(added, values(gpu.layer.feedForwardNorm()));
        gpu.assertClose(gpu.download(normed, rows), expectedNorm, "norm");
        gpu.assertClose(gpu.download(sum, rows), expectedSum, "addNorm");
        gpu.assertClose(gpu.download(source, rows), added, "addNorm, residual");
        double[] picked = new double[2 * hidden];
        System.arraycopy(expectedSum, 2 * hidden, picked, 0, hidden);
        System.arraycopy(expectedSum, 9 * hidden, picked, hidden, hidden);
        gpu.assertClose(gpu.download(selected, 2), picked, "addNormSelected");
    }

    private double[] norm(double[] values, float[] weight) {
        return Reference.norm(values, weight, gpu.config.normEpsilon());
    }

    private void products() {
        int rows = gpu.batch.rows();
        int hidden = gpu.config.hiddenSize();
        int intermediate = gpu.config.intermediateSize();
        int vocabulary = gpu.config.vocabularySize();
        LayerParameters layer = gpu.backend.parameters().layers().get(0);
        float[] x = new float[rows * hidden];
        float[] attended = new float[rows * gpu.config.queryWidth()];
        Buffer input = gpu.filled(rows, hidden, x, 1);
        Buffer heads = gpu.filled(rows, gpu.config.queryWidth(), attended, 1);
        Buffer output = gpu.poisoned(rows, hidden);
        Buffer activated = gpu.poisoned(rows, intermediate);
        Buffer logits = gpu.poisoned(rows, vocabulary);
        gpu.run(batch -> {
            gpu.operators.linear(rows, layer.output(), heads, output);
            gpu.operators.gateUp(rows, layer, input, activated);
            gpu.operators.linear(rows, gpu.backend.parameters().outputHead(), input, logits);
        });
        double[] expectedOutput = Reference.linear(Reference.widen(attended), gpu.layer.output());
        float[] bias = values(gpu.layer.outputBias());
        for (int i = 0; i < expectedOutput.length; i++) {
            expectedOutput[i] += bias[i % hidden];
        }
        gpu.assertClose(gpu.download(output, rows), expectedOutput, "linear with bias");
        double[] gate = Reference.linear(Reference.widen(x), gpu.layer.gate());
        double[] up = Reference.linear(Reference.widen(x), gpu.layer.up());
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        gpu.assertClose(gpu.download(activated, rows), gate, "gateUp");
        double[] expectedLogits = Reference.linear(Reference.widen(x), gpu.weights.outputHead());
        gpu.assertClose(gpu.downloadFloats(logits, rows * vocabulary), expectedLogits, "logits");
    }

    private void queryKeyValue() {
        int rows = gpu.batch.rows();
        int hidden = gpu.config.hiddenSize();
        int headSize = gpu.config.headSize();
        float[] x = new float[rows * hidden];
        Buffer input = gpu.filled(rows, hidden, x, 1);
        Buffer query = gpu.poisoned(rows, gpu.config.queryWidth());
        LayerParameters layer = gpu.backend.parameters().layers().get(0);
        gpu.run(batch -> gpu.operators.qkv(rows, layer, input, query));

        double[] q = project(x, gpu.layer.query(), gpu.layer.queryBias());
        double[] k = project(x, gpu.layer.key(), gpu.layer.keyBias());
        double[] v = project(x, gpu.layer.value(), gpu.layer.valueBias());
        turn(q, values(gpu.layer.queryNorm()));
        turn(k, values(gpu.layer.keyNorm()));
        gpu.assertClose(gpu.download(query, rows), q, "query");

        int kvHeads = gpu.config.kvHeads();
        KvPageLayout layout = new KvPageLayout(kvHeads, headSize, 64);
        float[] cache = gpu.download(
                gpu.backend.cacheAddress(0), (int) (TestingBackend.BLOCKS * gpu.backend.bytesPerBlock() / 2));
        float[] keys = new float[k.length];
        float[] stored = new float[v.length];
        for (int r = 0; r < rows; r++) {
            for (int h = 0; h < kvHeads; h++) {
                for (int f = 0; f < headSize; f++) {
                    int at = (r * kvHeads + h) * headSize + f;
                    int page = page(r);
                    int token = gpu.batch.positions[r] % 64;
                    keys[at] = take(cache, layout.index(page, h, false, token, f));
                    stored[at] = take(cache, layout.index(page, h, true, token, f));
                }
            }
        }
        gpu.assertClose(keys, k, "cached keys");
        gpu.assertClose(stored, v, "cached values");
        int written = 0;
        for (float rest : cache) {
            written += Float.isNaN(rest) ? 0 : 1;
        }
        assertThat(written).as("places nobody should have written to").isZero();
    }

    private static float take(float[] cache, int index) {
        float value = cache[index];
        cache[index] = Float.NaN;
        return value;
    }

    private int page(int row) {
        int slot = gpu.batch.slots[gpu.batch.rowSequences[row]];
        return gpu.batch.blockTables[slot * gpu.capacity.maxBlocksPerSequence() + gpu.batch.positions[row] / 64];
    }

    private double[] project(float[] x, Weight weight, Weight bias) {
        // The kernel reads what the multiplication has rounded.
        double[] result = Reference.linear(Reference.widen(x), weight);
        for (int i = 0; i < result.length; i++) {
            result[i] = Numbers.round((float) result[i], gpu.type) + values(bias)[i % weight.rows()];
        }
        return result;
    }

    /** Head norm and rotation of [rows, heads, headSize]. */
    private void turn(double[] values, float[] weight) {
        int headSize = gpu.config.headSize();
        int width = values.length / gpu.batch.rows();
        for (int start = 0; start < values.length; start += headSize) {
            double[] head = Reference.norm(
                    Arrays.copyOfRange(values, start, start + headSize), weight, gpu.config.normEpsilon());
            int row = start / width;
            int position = gpu.batch.positions[row];
            int length = Math.max(gpu.batch.promptLengths[gpu.batch.rowSequences[row]], position + 1);
            Reference.rotate(head, position, RotaryFrequencies.of(gpu.config).inverse(length));
            System.arraycopy(head, 0, values, start, headSize);
        }
    }

    static Stream<Arguments> contexts() {
        return shapes().flatMap(shape -> Stream.of(
                Arguments.of(shape.get()[0], shape.get()[1], shape.get()[2], new int[][] {
                    {1, 1}, {63, 1}, {64, 1}, {65, 1}, {2047, 1}
                }),
                Arguments.of(shape.get()[0], shape.get()[1], shape.get()[2], new int[][] {
                    {300, 1}, {17, 17}, {64, 64}, {200, 5}, {400, 190}, {129, 129}
                })));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void attentionAgrees(ModelConfig config, DataType type, long seed, int[][] contexts) {
        open(config, type, seed + 100);
        int slot = 0;
        for (int[] each : contexts) {
            gpu.addSequence(slot++, each[0], each[1]);
        }
        int headSize = config.headSize();
        int kvHeads = config.kvHeads();
        KvPageLayout layout = new KvPageLayout(kvHeads, headSize, 64);
        float[] cache = new float[(int) (TestingBackend.BLOCKS * gpu.backend.bytesPerBlock() / 2)];
        Arrays.fill(cache, Float.NaN);
        float[][][] cached = new float[contexts.length][2][];
        for (int s = 0; s < contexts.length; s++) {
            for (int part = 0; part < 2; part++) {
                cached[s][part] = new float[contexts[s][0] * kvHeads * headSize];
                for (int i = 0; i < cached[s][part].length; i++) {
                    int token = i / (kvHeads * headSize);
                    int page = gpu.batch.blockTables[s * gpu.capacity.maxBlocksPerSequence() + token / 64];
                    float value = Numbers.round((float) gpu.random.nextGaussian(), type);
                    cached[s][part][i] = value;
                    cache[layout.index(page, i / headSize % kvHeads, part == 1, token % 64, i % headSize)] = value;
                }
            }
        }
        gpu.upload(gpu.backend.cacheAddress(0), cache);
        int rows = gpu.batch.rows();
        float[] q = new float[rows * config.queryWidth()];
        Buffer query = gpu.filled(rows, config.queryWidth(), q, 1);
        Buffer attended = gpu.poisoned(rows, config.queryWidth());
        LayerParameters layer = gpu.backend.parameters().layers().get(0);
        gpu.run(batch -> gpu.operators.attention(rows, layer, query, attended));
        float[] first = gpu.download(attended, rows);
        gpu.run(batch -> gpu.operators.attention(rows, layer, query, attended));

        double[] expected = new double[q.length];
        for (int r = 0; r < rows; r++) {
            float[][] sequence = cached[gpu.batch.rowSequences[r]];
            for (int h = 0; h < config.heads(); h++) {
                int at = (r * config.heads() + h) * headSize;
                int kvHead = h / (config.heads() / kvHeads);
                double[] head = Reference.attention(
                        q, at, headSize, sequence[0], sequence[1], kvHead, kvHeads, gpu.batch.positions[r] + 1);
                System.arraycopy(head, 0, expected, at, headSize);
            }
        }
        gpu.assertClose(first, expected, "attention");
        assertThat(Arrays.equals(gpu.download(attended, rows), first))
                .as("the same bits again")
                .isTrue();
    }

    static float[] values(Weight weight) {
        return ((RandomWeight) weight).values();
    }
}
