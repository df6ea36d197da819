package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.Weight;

/** The operators in double precision, written as their formulas. */
final class Reference {

    private Reference() {}

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    static double[] norm(double[] values, float[] weight, double epsilon) {
        int width = weight.length;
        double[] result = new double[values.length];
        for (int start = 0; start < values.length; start += width) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                squares += values[start + i] * values[start + i];
            }
            double scale = 1 / Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                result[start + i] = values[start + i] * scale * weight[i];
            }
        }
        return result;
    }

    static double[] linear(double[] input, Weight weight) {
        int in = weight.columns();
        int out = weight.rows();
        float[] w = ((RandomWeight) weight).values();
        double[] result = new double[input.length / in * out];
        for (int r = 0; r < input.length / in; r++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += input[r * in + i] * w[o * in + i];
                }
                result[r * out + o] = sum;
            }
        }
        return result;
    }

    static void rotate(double[] head, int position, double[] frequencies) {
        int half = head.length / 2;
        for (int j = 0; j < half; j++) {
            double angle = position * frequencies[j];
            double x = head[j];
            double y = head[j + half];
            head[j] = x * Math.cos(angle) - y * Math.sin(angle);
            head[j + half] = y * Math.cos(angle) + x * Math.sin(angle);
        }
    }

    /** Attention of one query head to the first {@code tokens} tokens of [tokens, kvHeads, headSize]. */
    static double[] attention(
            float[] query, int at, int headSize, float[] keys, float[] values, int kvHead, int kvHeads, int tokens) {
        double[] scores = new double[tokens];
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < tokens; t++) {
            double sum = 0;
            for (int f = 0; f < headSize; f++) {
                sum += (double) query[at + f] * keys[(t * kvHeads + kvHead) * headSize + f];
            }
            scores[t] = sum / Math.sqrt(headSize);
            largest = Math.max(largest, scores[t]);
        }
        double mass = 0;
        double[] result = new double[headSize];
        for (int t = 0; t < tokens; t++) {
            double weight = Math.exp(scores[t] - largest);
            mass += weight;
            for (int f = 0; f < headSize; f++) {
                result[f] += weight * values[(t * kvHeads + kvHead) * headSize + f];
            }
        }
        for (int f = 0; f < headSize; f++) {
            result[f] /= mass;
        }
        return result;
    }
}
