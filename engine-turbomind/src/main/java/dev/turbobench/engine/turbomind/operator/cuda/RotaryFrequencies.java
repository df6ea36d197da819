package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;

/**
 * Angle by which each pair of features turns from one position to the next: {@code base^(-2 j / headSize)}, stretched.
 *
 * @param values [headSize / 2]
 * @param magnitude factor of cosine and sine
 */
record RotaryFrequencies(float[] values, float magnitude) {

    static RotaryFrequencies of(ModelConfig config) {
        int headSize = config.headSize();
        float[] values = new float[headSize / 2];
        for (int pair = 0; pair < values.length; pair++) {
            double frequency = Math.pow(config.ropeBase(), -2.0 * pair / headSize);
            values[pair] = (float) stretched(config, pair, frequency);
        }
        boolean yarn = config.ropeScaling() instanceof RopeScaling.Yarn;
        double magnitude = yarn ? ((RopeScaling.Yarn) config.ropeScaling()).attentionFactor() : 1;
        return new RotaryFrequencies(values, (float) magnitude);
    }

    private static double stretched(ModelConfig config, int pair, double frequency) {
        RopeScaling scaling = config.ropeScaling();
        if (scaling instanceof RopeScaling.Linear linear) {
            return frequency / linear.factor();
        }
        if (scaling instanceof RopeScaling.Llama3 llama) {
            return llama3(llama, frequency);
        }
        if (scaling instanceof RopeScaling.Yarn yarn) {
            return yarn(yarn, config, pair, frequency);
        }
        // Dynamic NTK depends on the sequence and is computed on the device.
        return frequency;
    }

    private static double llama3(RopeScaling.Llama3 scaling, double frequency) {
        double wavelength = 2 * Math.PI / frequency;
        double original = scaling.originalMaxPositions();
        if (wavelength < original / scaling.highFrequencyFactor()) {
            return frequency;
        }
        if (wavelength > original / scaling.lowFrequencyFactor()) {
            return frequency / scaling.factor();
        }
        double smooth = (original / wavelength - scaling.lowFrequencyFactor())
                / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return (1 - smooth) * frequency / scaling.factor() + smooth * frequency;
    }

    private static double yarn(RopeScaling.Yarn scaling, ModelConfig config, int pair, double frequency) {
        double low = pairWithTurns(scaling, config, scaling.betaFast());
        double high = pairWithTurns(scaling, config, scaling.betaSlow());
        if (scaling.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, config.headSize() - 1.0);
        double width = low == high ? 0.001 : high - low;
        double interpolated = Math.min(1, Math.max(0, (pair - low) / width));
        return frequency / scaling.factor() * interpolated + frequency * (1 - interpolated);
    }

    /** The pair that makes a number of full turns over the original context. */
    private static double pairWithTurns(RopeScaling.Yarn scaling, ModelConfig config, double turns) {
        return config.headSize()
                * Math.log(scaling.originalMaxPositions() / (turns * 2 * Math.PI))
                / (2 * Math.log(config.ropeBase()));
    }
}
