package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.cuda.CudaEvent;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.Operators;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A backend on a GPU with a random model of one layer, and ways to see what is in its memory. */
final class TestingBackend implements AutoCloseable {

    static final int BLOCKS = 96;

    private static final int DIFFERENT_VALUES = 1_000_003;

    final ModelConfig config;
    final DataType type;
    final Capacity capacity;
    final Random random;
    final int blocks;
    final ModelWeights weights;
    final LayerWeights layer;
    final CudaBackend backend;
    final Operators operators;
    final Batch batch;
    private final TestingDevice device;
    private final Deque<Integer> nextBlocks = new ArrayDeque<>();

    TestingBackend(ModelConfig shape, DataType type, Path kernelCache, long seed) {
        this(shape, type, kernelCache, seed, 16, 512, 40 * 64, BLOCKS);
    }

    TestingBackend(
            ModelConfig shape,
            DataType type,
            Path kernelCache,
            long seed,
            int maxSequences,
            int maxRows,
            int maxSequenceTokens,
            int blocks) {
        this.config = shape;
        this.type = type;
        this.blocks = blocks;
        capacity = new Capacity(maxSequences, maxRows, maxSequenceTokens, 64);
        random = new Random(seed);
        weights = randomWeights();
        layer = weights.layers().get(0);
        LibraryLocator locator = LibraryLocator.ofMachine(List.of());
        CudaBackend.Place place = new CudaBackend.Place(locator, 0, kernelCache, false);
        backend = CudaBackend.open(place, config, weights, capacity, type);
        operators = backend.operators();
        backend.allocateCache(blocks);
        device = new TestingDevice(locator);
        batch = new Batch(capacity, new int[capacity.maxSequences() * capacity.maxBlocksPerSequence()]);
    }

    static ModelConfig shape(int hidden, int heads, int kvHeads, int headSize, int intermediate, int vocabulary) {
        return shape(hidden, heads, kvHeads, headSize, intermediate, vocabulary, new RopeScaling.None());
    }

    static ModelConfig dynamic(int hidden, int heads, int kvHeads, int headSize, int intermediate, int vocabulary) {
        return shape(hidden, heads, kvHeads, headSize, intermediate, vocabulary, new RopeScaling.DynamicNtk(2.0, 64));
    }

    private static ModelConfig shape(
            int hidden, int heads, int kvHeads, int headSize, int intermediate, int vocabulary, RopeScaling scaling) {
        return new ModelConfig(
                "LlamaForCausalLM",
                hidden,
                1,
                heads,
                kvHeads,
                headSize,
                intermediate,
                vocabulary,
                4096,
                1e-5,
                10000,
                scaling,
                false,
                true,
                true,
                true,
                false,
                1,
                List.of(2),
                DataType.FP16);
    }

    private RandomWeight weight(int rows, int columns) {
        return RandomWeight.of("w", rows, columns, type, 0, 1 / Math.sqrt(columns), random);
    }

    private RandomWeight vector(int columns, double mean, double deviation) {
        return RandomWeight.of("v", 1, columns, type, mean, deviation, random);
    }

    private ModelWeights randomWeights() {
        int hidden = config.hiddenSize();
        LayerWeights one = new LayerWeights(
                vector(hidden, 1, 0.2),
                weight(config.queryWidth(), hidden),
                weight(config.kvWidth(), hidden),
                weight(config.kvWidth(), hidden),
                config.qkvBias() ? vector(config.queryWidth(), 0, 0.3) : null,
                config.qkvBias() ? vector(config.kvWidth(), 0, 0.3) : null,
                config.qkvBias() ? vector(config.kvWidth(), 0, 0.3) : null,
                config.qkNorm() ? vector(config.headSize(), 1, 0.2) : null,
                config.qkNorm() ? vector(config.headSize(), 1, 0.2) : null,
                weight(hidden, config.queryWidth()),
                config.outputBias() ? vector(hidden, 0, 0.3) : null,
                vector(hidden, 1, 0.2),
                weight(config.intermediateSize(), hidden),
                weight(config.intermediateSize(), hidden),
                weight(hidden, config.intermediateSize()));
        RandomWeight embedding = RandomWeight.of("e", config.vocabularySize(), hidden, type, 0, 1, random);
        return new ModelWeights(
                embedding, List.of(one), vector(hidden, 1, 0.2), weight(config.vocabularySize(), hidden));
    }

    /** Give every slot its blocks, in random order. */
    void shuffleBlocks() {
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, random);
        nextBlocks.clear();
        nextBlocks.addAll(shuffled);
    }

    /** Add a sequence whose last {@code rows} tokens are computed in this step. */
    void addSequence(int slot, int context, int rows) {
        batch.addSequence(slot, context);
        for (int b = 0; b < capacity.blocks(context); b++) {
            batch.blockTables[slot * capacity.maxBlocksPerSequence() + b] = nextBlocks.pop();
        }
        for (int position = context - rows; position < context; position++) {
            batch.addRow(random.nextInt(config.vocabularySize()), position);
        }
    }

    /** Run operators on the batch. */
    void run(ForwardPass pass) {
        backend.submit(batch, pass);
        backend.await(batch);
    }

    /** Microseconds of one pass, from many in a row. */
    double micros(int repeats, ForwardPass pass) {
        try (CudaEvent start = device.context.createEvent(true);
                CudaEvent end = device.context.createEvent(true)) {
            backend.submit(batch, b -> {
                start.record(backend.stream());
                for (int i = 0; i < repeats; i++) {
                    pass.forward(b);
                }
                end.record(backend.stream());
            });
            backend.await(batch);
            return start.millisUntil(end) * 1000 / repeats;
        }
    }

    /** Fill the KV cache with random values. */
    void randomizeCache() {
        long bytes = blocks * backend.bytesPerBlock();
        int count = (int) Math.min(bytes / 2, 1 << 24);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        long first = backend.cacheAddress(0);
        upload(first, values);
        for (long done = count * 2L; done < bytes; done += count * 2L) {
            device.copy(first + done, first, Math.min(count * 2L, bytes - done));
        }
    }

    /** A buffer that is full of NaN. */
    Buffer poisoned(int rows, int columns) {
        Buffer buffer = backend.allocate(rows, columns);
        poison(CudaBuffer.of(buffer).address(), (long) rows * columns * 2);
        return buffer;
    }

    /** A buffer with random values; they are also put into {@code values}. */
    Buffer filled(int rows, int columns, float[] values, double deviation) {
        for (int i = 0; i < values.length; i++) {
            // Large buffers repeat themselves: random numbers take longer than everything else.
            values[i] = i < DIFFERENT_VALUES
                    ? Numbers.round((float) (deviation * random.nextGaussian()), type)
                    : values[i - DIFFERENT_VALUES];
        }
        Buffer buffer = backend.allocate(rows, columns);
        upload(CudaBuffer.of(buffer).address(), values);
        return buffer;
    }

    void poison(long address, long bytes) {
        device.poison(address, bytes);
    }

    void upload(long address, float[] values) {
        device.upload(address, values, type);
    }

    void uploadFloats(long address, float[] values) {
        device.upload(address, values, DataType.FP32);
    }

    float[] download(long address, int count) {
        return device.download(address, count, type);
    }

    float[] download(Buffer buffer, int rows) {
        return download(CudaBuffer.of(buffer).address(), rows * buffer.columns());
    }

    float[] downloadFloats(Buffer buffer, int count) {
        return device.download(CudaBuffer.of(buffer).address(), count, DataType.FP32);
    }

    /** Relative L2 error must be at most what rounding to 16 bits explains. */
    void assertClose(float[] actual, double[] expected, String what) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        double error = Math.sqrt(difference / norm);
        System.out.printf(
                "%-28s %-5s head %d group %d: relative error %.2e%n",
                what, type, config.headSize(), config.heads() / config.kvHeads(), error);
        assertThat(error).as(what).isLessThan(type == DataType.BF16 ? 6e-3 : 8e-4);
    }

    @Override
    public void close() {
        device.close();
        backend.close();
    }
}
