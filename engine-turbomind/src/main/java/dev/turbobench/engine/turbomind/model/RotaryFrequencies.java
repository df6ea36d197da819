package dev.turbobench.engine.turbomind.model;

/**
 * The angles of rotary position embedding (arXiv 2104.09864), as Hugging Face transformers 5 defines them.
 *
 * <p>With {@code d} the head size, feature {@code j} of a head is rotated together with feature {@code j + d/2}, {@code 0
 * <= j < d/2}, by {@code position * inverse(length)[j]} radians; cosine and sine are multiplied by {@link
 * #attentionScale}. Without scaling {@code inverse[j] = base^(-2j/d)}.
 *
 * <p>Only dynamic NTK depends on the length. It is the number of tokens of the sequence in the forward pass that rotates
 * the token, and keys keep the rotation that they were cached with. That makes it, however a prompt is cut into chunks
 * and whenever a sequence is computed again, {@code max(prompt tokens, position + 1)}.
 */
public final class RotaryFrequencies {

    private final int headSize;
    private final double base;
    private final RopeScaling scaling;

    private RotaryFrequencies(int headSize, double base, RopeScaling scaling) {
        this.headSize = headSize;
        this.base = base;
        this.scaling = scaling;
    }

    /** The frequencies of a model. */
    public static RotaryFrequencies of(ModelConfig config) {
        return new RotaryFrequencies(config.headSize(), config.ropeBase(), config.ropeScaling());
    }

    /** True if {@link #inverse} gives different values for different lengths. */
    public boolean dependsOnLength() {
        return scaling instanceof RopeScaling.DynamicNtk;
    }

    /** What cosine and sine are multiplied by; 1 unless the model uses YaRN. */
    public double attentionScale() {
        return scaling instanceof RopeScaling.Yarn yarn ? yarn.attentionFactor() : 1;
    }

    /**
     * Radians for each position.
     *
     * @param length tokens of the sequence, as explained above; ignored unless {@link #dependsOnLength}
     * @return a new array of {@code headSize / 2} values
     */
    public double[] inverse(int length) {
        if (scaling instanceof RopeScaling.Linear linear) {
            double[] inverse = unscaled(base);
            for (int j = 0; j < inverse.length; j++) {
                inverse[j] /= linear.factor();
            }
            return inverse;
        }
        if (scaling instanceof RopeScaling.DynamicNtk dynamic) {
            return unscaled(stretchedBase(dynamic, length));
        }
        if (scaling instanceof RopeScaling.Llama3 llama3) {
            return llama3(llama3);
        }
        if (scaling instanceof RopeScaling.Yarn yarn) {
            return yarn(yarn);
        }
        return unscaled(base);
    }

    private double[] unscaled(double ropeBase) {
        double[] inverse = new double[headSize / 2];
        for (int j = 0; j < inverse.length; j++) {
            inverse[j] = Math.pow(ropeBase, -2.0 * j / headSize);
        }
        return inverse;
    }

    /** {@code base * (factor * L / L0 - (factor - 1))^(d / (d - 2))} once the length L exceeds L0. */
    private double stretchedBase(RopeScaling.DynamicNtk dynamic, int length) {
        double ratio = Math.max(length, dynamic.originalMaxPositions()) / (double) dynamic.originalMaxPositions();
        double stretch = dynamic.factor() * ratio - (dynamic.factor() - 1);
        return base * Math.pow(stretch, headSize / (headSize - 2.0));
    }

    /** By wavelength {@code w = 2 pi / inverse}: kept below L0/high, divided above L0/low, interpolated between. */
    private double[] llama3(RopeScaling.Llama3 llama3) {
        double[] inverse = unscaled(base);
        double low = llama3.lowFrequencyFactor();
        double high = llama3.highFrequencyFactor();
        double trained = llama3.originalMaxPositions();
        for (int j = 0; j < inverse.length; j++) {
            double wavelength = 2 * Math.PI / inverse[j];
            if (wavelength > trained / low) {
                inverse[j] /= llama3.factor();
            } else if (wavelength >= trained / high) {
                double smooth = (trained / wavelength - low) / (high - low);
                inverse[j] = (1 - smooth) * inverse[j] / llama3.factor() + smooth * inverse[j];
            }
        }
        return inverse;
    }

    /** {@code inverse / factor * ramp + inverse * (1 - ramp)}, the ramp going from 0 to 1 between two features. */
    private double[] yarn(RopeScaling.Yarn yarn) {
        double from = featureWithRotations(yarn.betaFast(), yarn.originalMaxPositions());
        double to = featureWithRotations(yarn.betaSlow(), yarn.originalMaxPositions());
        if (yarn.truncate()) {
            from = Math.floor(from);
            to = Math.ceil(to);
        }
        from = Math.max(from, 0);
        to = Math.min(to, headSize - 1);
        if (from == to) {
            to += 0.001;
        }
        double[] inverse = unscaled(base);
        for (int j = 0; j < inverse.length; j++) {
            double ramp = Math.min(Math.max((j - from) / (to - from), 0), 1);
            inverse[j] = inverse[j] / yarn.factor() * ramp + inverse[j] * (1 - ramp);
        }
        return inverse;
    }

    /** The feature that turns {@code rotations} times within the trained length. */
    private double featureWithRotations(double rotations, int trained) {
        return headSize * Math.log(trained / (rotations * 2 * Math.PI)) / (2 * Math.log(base));
    }
}
