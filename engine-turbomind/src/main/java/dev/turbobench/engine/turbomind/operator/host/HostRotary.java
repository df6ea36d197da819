package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RotaryFrequencies;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;

/**
 * Rotates query and key heads: feature {@code j} with feature {@code j + headSize / 2} by the angle of the row's position.
 * The angles of all positions are tabulated; only prompts for which the frequencies depend on their length are computed
 * when they come.
 */
final class HostRotary {

    private final RotaryFrequencies frequencies;
    private final int half;
    private final double attentionScale;

    /** [position][feature]: cosine and sine as a sequence that grows token by token sees them. */
    private final float[] tableCosine;

    private final float[] tableSine;

    /** [row][feature] of the batch. */
    private final float[] cosine;

    private final float[] sine;

    HostRotary(ModelConfig config, Capacity capacity) {
        frequencies = RotaryFrequencies.of(config);
        half = config.headSize() / 2;
        attentionScale = frequencies.attentionScale();
        int positions = capacity.maxSequenceTokens();
        tableCosine = new float[Math.multiplyExact(positions, half)];
        tableSine = new float[tableCosine.length];
        double[] inverse = frequencies.inverse(1);
        for (int position = 0; position < positions; position++) {
            if (frequencies.dependsOnLength()) {
                inverse = frequencies.inverse(position + 1);
            }
            fill(inverse, position, tableCosine, tableSine, position * half);
        }
        cosine = new float[Math.multiplyExact(capacity.maxRows(), half)];
        sine = new float[cosine.length];
    }

    static long bytes(ModelConfig config, Capacity capacity) {
        return ((long) capacity.maxSequenceTokens() + capacity.maxRows()) * config.headSize() * Float.BYTES;
    }

    private void fill(double[] inverse, int position, float[] cosines, float[] sines, int offset) {
        for (int j = 0; j < half; j++) {
            double angle = position * inverse[j];
            cosines[offset + j] = (float) (Math.cos(angle) * attentionScale);
            sines[offset + j] = (float) (Math.sin(angle) * attentionScale);
        }
    }

    void begin(Batch batch) {
        for (int sequence = 0; sequence < batch.sequences(); sequence++) {
            int promptLength = batch.promptLengths[sequence];
            double[] inverse = null;
            for (int row = batch.rowStarts[sequence]; row < batch.rowStarts[sequence + 1]; row++) {
                int position = batch.positions[row];
                if (frequencies.dependsOnLength() && position + 1 < promptLength) {
                    if (inverse == null) {
                        inverse = frequencies.inverse(promptLength);
                    }
                    fill(inverse, position, cosine, sine, row * half);
                } else {
                    System.arraycopy(tableCosine, position * half, cosine, row * half, half);
                    System.arraycopy(tableSine, position * half, sine, row * half, half);
                }
            }
        }
    }

    void rotate(int row, float[] heads, int offset) {
        for (int j = 0; j < half; j++) {
            float c = cosine[row * half + j];
            float s = sine[row * half + j];
            float x = heads[offset + j];
            float y = heads[offset + half + j];
            heads[offset + j] = x * c - y * s;
            heads[offset + half + j] = y * c + x * s;
        }
    }
}
