package dev.turbobench.engine.turbomind.model;

/** How rotary position embedding is stretched beyond the context length a model was trained with. */
public sealed interface RopeScaling {

    /** No stretching. */
    record None() implements RopeScaling {}

    /** Positions are divided by {@code factor}. */
    record Linear(double factor) implements RopeScaling {}

    /** The base grows with the length of the sequence once it exceeds {@code originalMaxPositions}. */
    record DynamicNtk(double factor, int originalMaxPositions) implements RopeScaling {}

    /** Llama 3.1: long wavelengths are divided by {@code factor}, short ones kept, those between interpolated. */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
            implements RopeScaling {}

    /** YaRN (arXiv 2309.00071): ramp between interpolation and extrapolation, and an attention temperature. */
    record Yarn(
            double factor,
            int originalMaxPositions,
            double betaFast,
            double betaSlow,
            double attentionFactor,
            boolean truncate)
            implements RopeScaling {}
}
