package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The embedding: either rows of its own, or the output head when the two are tied.
 *
 * @param rows [vocabulary][hidden], {@code null} if tied
 * @param head the output head, {@code null} if not tied
 */
record HostEmbedding(float @Nullable [][] rows, @Nullable HostMatrix head) implements Parameter {

    static HostEmbedding read(Weight weight) {
        float[][] rows = new float[weight.rows()][weight.columns()];
        for (int token = 0; token < rows.length; token++) {
            weight.readRows(token, 1, rows[token], 0);
        }
        return new HostEmbedding(rows, null);
    }

    void copy(int token, float[] destination, int offset) {
        if (rows != null) {
            System.arraycopy(rows[token], 0, destination, offset, rows[token].length);
        } else if (head != null) {
            head.copyOutput(token, destination, offset);
        }
    }
}
