package dev.turbobench.engine.turbomind.operator.host;

import static dev.turbobench.engine.turbomind.TestingModel.values;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.Batch;
import org.jspecify.annotations.Nullable;

/** The operators as their formulas say, in double precision, without a cache. */
final class Naive {

    private Naive() {}

    static double[] linear(float[] input, int rows, float[] weight, float[] bias, int outputs) {
        int inputs = weight.length / outputs;
        double[] output = new double[rows * outputs];
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < outputs; j++) {
                double sum = bias.length > 0 ? bias[j] : 0;
                for (int k = 0; k < inputs; k++) {
                    sum += (double) input[row * inputs + k] * weight[j * inputs + k];
                }
                output[row * outputs + j] = sum;
            }
        }
        return output;
    }

    static void norm(double[] input, int from, float[] weight, double epsilon, double[] output, int to) {
        double squares = 0;
        for (int i = 0; i < weight.length; i++) {
            squares += input[from + i] * input[from + i];
        }
        double root = Math.sqrt(squares / weight.length + epsilon);
        for (int i = 0; i < weight.length; i++) {
            output[to + i] = input[from + i] / root * weight[i];
        }
    }

    static double[] heads(
            Batch batch,
            ModelConfig config,
            float[] normed,
            Weight weight,
            @Nullable Weight bias,
            @Nullable Weight norm,
            boolean rotate) {
        int size = config.headSize();
        double[] heads = linear(normed, batch.rows(), values(weight), values(bias), weight.rows());
        for (int head = 0; head < heads.length / size; head++) {
            int position = batch.positions[head / (weight.rows() / size)];
            if (norm != null) {
                norm(heads, head * size, values(norm), config.normEpsilon(), heads, head * size);
            }
            for (int j = 0; rotate && j < size / 2; j++) {
                double angle = position * Math.pow(config.ropeBase(), -2.0 * j / size);
                double x = heads[head * size + j];
                double y = heads[head * size + size / 2 + j];
                heads[head * size + j] = x * Math.cos(angle) - y * Math.sin(angle);
                heads[head * size + size / 2 + j] = x * Math.sin(angle) + y * Math.cos(angle);
            }
        }
        return heads;
    }

    /** As LMDeploy 0.1 keeps them in int8, and back. */
    static void quantise(double[] values, double scale, double zero) {
        for (int i = 0; i < values.length; i++) {
            double level = Math.rint((values[i] - zero) / scale);
            values[i] = Math.min(127, Math.max(-128, level)) * scale + zero;
        }
    }

    static double[] attention(Batch batch, ModelConfig config, double[] q, double[] k, double[] v) {
        int size = config.headSize();
        int group = config.heads() / config.kvHeads();
        double[] output = new double[q.length];
        for (int row = 0; row < batch.rows(); row++) {
            int first = batch.rowStarts[batch.rowSequences[row]];
            for (int head = 0; head < config.heads(); head++) {
                int from = (row * config.heads() + head) * size;
                double total = 0;
                for (int other = first; other <= row; other++) {
                    int source = (other * config.kvHeads() + head / group) * size;
                    double score = 0;
                    for (int j = 0; j < size; j++) {
                        score += q[from + j] * k[source + j];
                    }
                    double weight = Math.exp(score / Math.sqrt(size));
                    total += weight;
                    for (int j = 0; j < size; j++) {
                        output[from + j] += weight * v[source + j];
                    }
                }
                for (int j = 0; j < size; j++) {
                    output[from + j] /= total;
                }
            }
        }
        return output;
    }
}
