package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.Parameter;
import dev.turbobench.engine.turbomind.operator.RowSet;

/** The arithmetic of a decoder in plain Java. */
final class HostOperators implements Operators {

    private final ModelConfig config;
    private final HostCache cache;
    private final HostRotary rotary;
    private final HostLinear linear;
    private final HostAttention attention;
    private final HostSampling sampling;
    private final int maxBlocks;
    private final float[] qkv;
    private final float[] up;
    private Batch batch;

    HostOperators(ModelConfig config, Capacity capacity, HostCache cache, WorkerPool pool) {
        this.config = config;
        this.cache = cache;
        batch = new Batch(capacity, new int[] {});
        maxBlocks = capacity.maxBlocksPerSequence();
        rotary = new HostRotary(config, capacity);
        linear = new HostLinear(pool);
        attention = new HostAttention(config, capacity, cache, pool, batch);
        sampling = new HostSampling(config.vocabularySize(), capacity.maxSequences(), pool, batch);
        qkv = new float[Math.multiplyExact(capacity.maxRows(), config.queryWidth() + 2 * config.kvWidth())];
        up = new float[Math.multiplyExact(capacity.maxRows(), config.intermediateSize())];
    }

    static long scratchBytes(ModelConfig config, Capacity capacity, int threads) {
        long rowWidth = config.queryWidth() + 2L * config.kvWidth() + config.intermediateSize();
        return capacity.maxRows() * rowWidth * Float.BYTES
                + HostRotary.bytes(config, capacity)
                + HostAttention.scratchBytes(config, capacity, threads)
                + HostLinear.scratchBytes(threads)
                + HostSampling.scratchBytes(config.vocabularySize(), threads);
    }

    void begin(Batch batch) {
        this.batch = batch;
        rotary.begin(batch);
        attention.begin(batch);
        sampling.begin(batch);
    }

    private static float[] values(Buffer buffer) {
        return ((HostBuffer) buffer).values();
    }

    @Override
    public void embed(int rows, Parameter embedding, Buffer hidden) {
        HostEmbedding table = (HostEmbedding) embedding;
        for (int row = 0; row < rows; row++) {
            int token = batch.tokens[row];
            if (token < 0) {
                token = sampling.lastToken(batch.slots[batch.rowSequences[row]]);
            }
            table.copy(token, values(hidden), row * config.hiddenSize());
        }
    }

    @Override
    public void norm(int rows, Parameter weight, Buffer hidden, Buffer normed) {
        float[] weights = ((HostVector) weight).values();
        for (int row = 0; row < rows; row++) {
            int offset = row * weights.length;
            HostNorm.normalise(values(hidden), offset, weights, config.normEpsilon(), values(normed), offset);
        }
    }

    @Override
    public void addNorm(int rows, Parameter weight, Buffer delta, Buffer hidden, Buffer normed) {
        float[] sum = values(hidden);
        float[] added = values(delta);
        for (int i = 0; i < rows * config.hiddenSize(); i++) {
            sum[i] += added[i];
        }
        norm(rows, weight, hidden, normed);
    }

    @Override
    public void addNormSelected(
            RowSet set, int first, int count, Parameter weight, Buffer delta, Buffer hidden, Buffer normed) {
        float[] weights = ((HostVector) weight).values();
        int width = weights.length;
        int[] rows = switch (set) {
            case SAMPLED -> batch.sampleRows;
            case SCORED -> batch.scoreRows;
        };
        float[] result = values(normed);
        for (int i = 0; i < count; i++) {
            int source = rows[first + i] * width;
            for (int j = 0; j < width; j++) {
                result[i * width + j] = values(hidden)[source + j] + values(delta)[source + j];
            }
            HostNorm.normalise(result, i * width, weights, config.normEpsilon(), result, i * width);
        }
    }

    @Override
    public void qkv(int rows, LayerParameters layer, Buffer normed, Buffer query) {
        HostQkv weights = (HostQkv) layer.qkv();
        linear.run(rows, weights.matrix(), values(normed), qkv);
        int headSize = config.headSize();
        int queryWidth = config.queryWidth();
        int width = queryWidth + 2 * config.kvWidth();
        for (int row = 0; row < rows; row++) {
            int offset = row * width;
            float queryScale = (float) config.queryScale(batch.positions[row]);
            for (int head = 0; head < config.heads() + config.kvHeads(); head++) {
                float[] norm = head < config.heads() ? weights.queryNorm() : weights.keyNorm();
                int start = offset + head * headSize;
                if (norm != null) {
                    HostNorm.normalise(qkv, start, norm, config.normEpsilon(), qkv, start);
                }
                rotary.rotate(row, qkv, start);
                if (head < config.heads() && queryScale != 1) {
                    scale(qkv, start, headSize, queryScale);
                }
            }
            System.arraycopy(qkv, offset, values(query), row * queryWidth, queryWidth);
            write(layer.index(), row, offset + queryWidth);
        }
    }

    private static void scale(float[] values, int offset, int count, float factor) {
        for (int i = offset; i < offset + count; i++) {
            values[i] *= factor;
        }
    }

    private void write(int layer, int row, int key) {
        int position = batch.positions[row];
        int slot = batch.slots[batch.rowSequences[row]];
        int block = batch.blockTables[slot * maxBlocks + position / cache.blockTokens()];
        int headSize = config.headSize();
        int value = key + config.kvWidth();
        for (int head = 0; head < config.kvHeads(); head++) {
            int offset = head * headSize;
            cache.write(block, position % cache.blockTokens(), layer, head, qkv, key + offset, value + offset);
        }
    }

    @Override
    public void attention(int rows, LayerParameters layer, Buffer query, Buffer attended) {
        attention.run(layer.index(), values(query), values(attended));
    }

    @Override
    public void linear(int rows, Parameter weight, Buffer input, Buffer output) {
        linear.run(rows, (HostMatrix) weight, values(input), values(output));
    }

    @Override
    public void gateUp(int rows, LayerParameters layer, Buffer normed, Buffer activated) {
        HostGateUp weights = (HostGateUp) layer.gateUp();
        float[] gate = values(activated);
        linear.run(rows, weights.gate(), values(normed), gate);
        linear.run(rows, weights.up(), values(normed), up);
        for (int i = 0; i < rows * config.intermediateSize(); i++) {
            gate[i] = Kernels.silu(gate[i]) * up[i];
        }
    }

    @Override
    public void sample(int count, Buffer logits) {
        sampling.sample(count, values(logits));
    }

    @Override
    public void score(int first, int count, Buffer logits) {
        sampling.score(first, count, values(logits));
    }
}
