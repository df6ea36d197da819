package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code output[r] = weights * input[r] + bias}: parts are pairs of a panel and a tile of rows. A tile is so large that
 * reading the panel is shared by many rows and so small that its sums stay in the second level cache.
 */
final class HostLinear {

    private static final int TILE = 32;

    /** Multiply-adds below which other threads are not woken; an estimate. */
    private static final long SMALL = 60_000;

    private final WorkerPool pool;
    private final float[][][] sums;
    private final WorkerPool.Task task = this::part;
    private int rows;
    private @Nullable HostMatrix matrix;
    private float[] input = {};
    private float[] output = {};

    HostLinear(WorkerPool pool) {
        this.pool = pool;
        this.sums = new float[pool.size()][TILE][HostMatrix.MAX_PANEL];
    }

    static long scratchBytes(int threads) {
        return (long) threads * TILE * HostMatrix.MAX_PANEL * Float.BYTES;
    }

    void run(int rows, HostMatrix matrix, float[] input, float[] output) {
        this.rows = rows;
        this.matrix = matrix;
        this.input = input;
        this.output = output;
        int parts = matrix.panelCount() * ((rows + TILE - 1) / TILE);
        if ((long) rows * matrix.inputs() * matrix.outputs() < SMALL) {
            for (int part = 0; part < parts; part++) {
                part(part, 0);
            }
        } else {
            pool.run(task, parts);
        }
    }

    private void part(int part, int worker) {
        HostMatrix weights = matrix;
        if (weights == null) {
            throw new IllegalStateException("no matrix");
        }
        int panel = part % weights.panelCount();
        int first = part / weights.panelCount() * TILE;
        multiply(weights, panel, first, Math.min(TILE, rows - first), sums[worker]);
    }

    private void multiply(HostMatrix weights, int panel, int first, int count, float[][] sums) {
        int inputs = weights.inputs();
        int width = weights.width(panel);
        float[][] columns = weights.panel(panel);
        for (int r = 0; r < count; r++) {
            Arrays.fill(sums[r], 0, width, 0f);
        }
        int k = 0;
        for (; k + 8 <= inputs; k += 8) {
            for (int r = 0; r < count; r++) {
                Kernels.accumulate8(sums[r], width, columns, k, input, (first + r) * inputs + k);
            }
        }
        for (int r = 0; r < count && k < inputs; r++) {
            Kernels.accumulate(sums[r], width, columns, k, input, (first + r) * inputs + k, inputs - k);
        }
        float[] bias = weights.bias();
        int column = panel * weights.panelWidth();
        for (int r = 0; r < count; r++) {
            int offset = (first + r) * weights.outputs() + column;
            System.arraycopy(sums[r], 0, output, offset, width);
            if (bias != null) {
                for (int j = 0; j < width; j++) {
                    output[offset + j] += bias[column + j];
                }
            }
        }
    }
}
