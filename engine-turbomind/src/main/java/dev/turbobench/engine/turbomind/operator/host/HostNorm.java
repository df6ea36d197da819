package dev.turbobench.engine.turbomind.operator.host;

/** RMSNorm of one vector, the sum of squares in double precision. */
final class HostNorm {

    private HostNorm() {}

    static void normalise(
            float[] input, int inputOffset, float[] weight, double epsilon, float[] output, int outputOffset) {
        double squares = 0;
        for (int i = 0; i < weight.length; i++) {
            double value = input[inputOffset + i];
            squares += value * value;
        }
        float inverse = (float) (1 / Math.sqrt(squares / weight.length + epsilon));
        for (int i = 0; i < weight.length; i++) {
            output[outputOffset + i] = input[inputOffset + i] * inverse * weight[i];
        }
    }
}
