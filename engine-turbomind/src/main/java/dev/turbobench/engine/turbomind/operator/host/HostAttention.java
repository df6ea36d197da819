package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.util.Arrays;

/**
 * Attention over the paged cache. A part is a tile of rows of one sequence for one key/value head, so that a block is read
 * once for all query heads of its group and all rows of the tile.
 */
final class HostAttention {

    private static final int TILE = 8;

    private final HostCache cache;
    private final WorkerPool pool;
    private final int blockTokens;
    private final int maxBlocks;
    private final int kvHeads;
    private final int group;
    private final int headSize;
    private final float scale;
    private final int[] tileRows;
    private final int[] tileCounts;
    private int tiles;

    /** [worker][query of the tile][block][token]: logarithms of the weights, then the weights. */
    private final float[][][][] scores;

    /** [worker][feature]: the sum of a query's weighted values. */
    private final float[][] sums;

    private final WorkerPool.Task task = this::part;
    private Batch batch;
    private int layer;
    private float[] query = {};
    private float[] attended = {};

    HostAttention(ModelConfig config, Capacity capacity, HostCache cache, WorkerPool pool, Batch initial) {
        this.cache = cache;
        this.pool = pool;
        blockTokens = capacity.blockTokens();
        maxBlocks = capacity.maxBlocksPerSequence();
        kvHeads = config.kvHeads();
        group = config.heads() / kvHeads;
        headSize = config.headSize();
        scale = (float) (1 / Math.sqrt(headSize));
        int maxTiles = capacity.maxSequences() + (capacity.maxRows() + TILE - 1) / TILE;
        tileRows = new int[maxTiles];
        tileCounts = new int[maxTiles];
        scores = new float[pool.size()][TILE * group][maxBlocks][blockTokens];
        sums = new float[pool.size()][headSize];
        batch = initial;
    }

    static long scratchBytes(ModelConfig config, Capacity capacity, int threads) {
        long queries = (long) TILE * config.heads() / config.kvHeads();
        return threads * queries * capacity.maxBlocksPerSequence() * (16 + 4L * capacity.blockTokens());
    }

    void begin(Batch batch) {
        this.batch = batch;
        tiles = 0;
        for (int sequence = 0; sequence < batch.sequences(); sequence++) {
            int end = batch.rowStarts[sequence + 1];
            for (int row = batch.rowStarts[sequence]; row < end; row += TILE) {
                tileRows[tiles] = row;
                tileCounts[tiles] = Math.min(TILE, end - row);
                tiles++;
            }
        }
    }

    void run(int layer, float[] query, float[] attended) {
        this.layer = layer;
        this.query = query;
        this.attended = attended;
        pool.run(task, tiles * kvHeads);
    }

    private void part(int part, int worker) {
        int tile = part / kvHeads;
        attend(tileRows[tile], tileCounts[tile], part % kvHeads, worker);
    }

    private void attend(int firstRow, int rows, int kvHead, int worker) {
        float[][][] scores = this.scores[worker];
        float[] sum = sums[worker];
        int table = batch.slots[batch.rowSequences[firstRow]] * maxBlocks;
        int lastPosition = batch.positions[firstRow + rows - 1];
        int keyRow = cache.firstKeyRow(layer, kvHead);
        for (int block = 0; block * blockTokens <= lastPosition; block++) {
            int stored = Math.min(blockTokens, lastPosition + 1 - block * blockTokens);
            float[][] keys = cache.keys(batch.blockTables[table + block], layer, kvHead, stored, worker);
            for (int r = 0; r < rows; r++) {
                int tokens = Math.min(blockTokens, batch.positions[firstRow + r] + 1 - block * blockTokens);
                for (int g = 0; tokens > 0 && g < group; g++) {
                    float[] score = scores[r * group + g][block];
                    Arrays.fill(score, 0, tokens, 0f);
                    Kernels.accumulate(score, tokens, keys, keyRow, query, offset(firstRow + r, kvHead, g), headSize);
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            int length = batch.positions[firstRow + r] + 1;
            for (int g = 0; g < group; g++) {
                float[][] weights = scores[r * group + g];
                double total = softmax(weights, length);
                Arrays.fill(sum, 0f);
                int valueRow = cache.firstValueRow(layer, kvHead);
                for (int block = 0; block * blockTokens < length; block++) {
                    int tokens = Math.min(blockTokens, length - block * blockTokens);
                    int number = batch.blockTables[table + block];
                    float[][] values = cache.values(number, layer, kvHead, tokens, worker);
                    Kernels.accumulate(sum, headSize, values, valueRow, weights[block], 0, tokens);
                }
                int offset = offset(firstRow + r, kvHead, g);
                float inverse = (float) (1 / total);
                for (int feature = 0; feature < headSize; feature++) {
                    attended[offset + feature] = sum[feature] * inverse;
                }
            }
        }
    }

    private int offset(int row, int kvHead, int g) {
        return ((row * kvHeads + kvHead) * group + g) * headSize;
    }

    /** Replace scores by {@code exp(scale * (score - largest))}; returns their sum. */
    private double softmax(float[][] scores, int length) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < length; t += blockTokens) {
            float[] score = scores[t / blockTokens];
            int tokens = Math.min(blockTokens, length - t);
            for (int i = 0; i < tokens; i++) {
                largest = Math.max(largest, score[i]);
            }
        }
        double total = 0;
        for (int t = 0; t < length; t += blockTokens) {
            float[] score = scores[t / blockTokens];
            int tokens = Math.min(blockTokens, length - t);
            for (int i = 0; i < tokens; i++) {
                float weight = Kernels.exp(scale * (score[i] - largest));
                score[i] = weight;
                total += weight;
            }
        }
        return total;
    }
}
