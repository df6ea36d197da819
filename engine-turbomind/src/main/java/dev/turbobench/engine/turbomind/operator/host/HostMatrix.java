package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a linear layer, transposed and cut into panels of output features: {@code panels[p][k][j]} is the weight of
 * input {@code k} for output {@code p * panelWidth + j}. A panel's row is one array and a panel's sums stay in the first
 * level cache, which is what {@link Kernels#accumulate} needs to run at the speed of the memory or of the multipliers.
 */
final class HostMatrix implements Parameter {

    /**
     * Measured on one core at 32 rows: 512 gave 39 GFLOP/s, 1024 gave 35 and 128 gave 31. At a single row 1024 was faster (10.8
     * against 8.0).
     */
    static final int MAX_PANEL = 512;

    private static final int MIN_PANEL = 128;

    /** Some formats store outputs side by side, so that reading one costs as much as reading some. */
    private static final int ROWS_AT_ONCE = 32;

    private final int inputs;
    private final int outputs;
    private final int panelWidth;
    private final float[][][] panels;
    private final float @Nullable [] bias;

    private HostMatrix(int inputs, int outputs, int panelWidth, float[][][] panels, float @Nullable [] bias) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.panelWidth = panelWidth;
        this.panels = panels;
        this.bias = bias;
    }

    /**
     * Read weights and stack their output features.
     *
     * @param weights matrices with the same number of columns
     * @param bias of all output features, or {@code null}
     */
    static HostMatrix read(List<Weight> weights, float @Nullable [] bias, WorkerPool pool) {
        int inputs = weights.get(0).columns();
        int outputs = weights.stream().mapToInt(Weight::rows).sum();
        int width = panelWidth(outputs, pool.size());
        float[][][] panels = new float[(outputs + width - 1) / width][][];
        pool.run(
                (part, worker) -> panels[part] = panel(weights, part * width, Math.min(width, outputs - part * width)),
                panels.length);
        return new HostMatrix(inputs, outputs, width, panels, bias);
    }

    private static int panelWidth(int outputs, int threads) {
        int share = (outputs + threads - 1) / threads;
        int rounded = (share + 15) / 16 * 16;
        return Math.max(MIN_PANEL, Math.min(MAX_PANEL, rounded));
    }

    private static float[][] panel(List<Weight> weights, int firstOutput, int width) {
        int inputs = weights.get(0).columns();
        float[][] panel = new float[inputs][width];
        float[] rows = new float[ROWS_AT_ONCE * inputs];
        int first = 0;
        for (Weight weight : weights) {
            int begin = Math.max(firstOutput, first);
            int end = Math.min(firstOutput + width, first + weight.rows());
            for (int output = begin; output < end; output += ROWS_AT_ONCE) {
                int count = Math.min(ROWS_AT_ONCE, end - output);
                weight.readRows(output - first, count, rows, 0);
                int column = output - firstOutput;
                for (int k = 0; k < inputs; k++) {
                    for (int i = 0; i < count; i++) {
                        panel[k][column + i] = rows[i * inputs + k];
                    }
                }
            }
            first += weight.rows();
        }
        return panel;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int panelWidth() {
        return panelWidth;
    }

    int panelCount() {
        return panels.length;
    }

    /** [inputs][width of the panel]. */
    float[][] panel(int panel) {
        return panels[panel];
    }

    /** Number of outputs in a panel; the last one can be narrower. */
    int width(int panel) {
        return Math.min(panelWidth, outputs - panel * panelWidth);
    }

    float @Nullable [] bias() {
        return bias;
    }

    /** Copy the weights of one output feature, for embeddings that are also the output head. */
    void copyOutput(int output, float[] destination, int offset) {
        float[][] panel = panels[output / panelWidth];
        int j = output % panelWidth;
        for (int k = 0; k < inputs; k++) {
            destination[offset + k] = panel[k][j];
        }
    }
}
