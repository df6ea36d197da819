package dev.turbobench.engine.turbomind.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The expected numbers were computed independently in float64 from the definitions in transformers 5.17. */
class RotaryFrequenciesTest {

    @Test
    void withoutScaling() {
        // base^(-2j/d)
        RotaryFrequencies unscaled = of(8, 1e4, new RopeScaling.None());
        assertInverse(unscaled, 4096, 1.0, 0.1, 0.01, 0.001);
        assertThat(unscaled.attentionScale()).isEqualTo(1);
        assertThat(unscaled.dependsOnLength()).isFalse();
    }

    @Test
    void linear() {
        // base^(-2j/d) / 4
        assertInverse(of(8, 1e4, new RopeScaling.Linear(4)), 1, 0.25, 0.025, 0.0025, 0.00025);
    }

    @Test
    void dynamicKeepsTheBaseUpToTheTrainedLength() {
        RotaryFrequencies dynamic = of(8, 1e4, new RopeScaling.DynamicNtk(2, 64));
        assertThat(dynamic.dependsOnLength()).isTrue();
        assertInverse(dynamic, 1, 1.0, 0.1, 0.01, 0.001);
        assertInverse(dynamic, 64, 1.0, 0.1, 0.01, 0.001);
    }

    @Test
    void dynamicStretchesTheBaseBeyond() {
        // base' = 10000 (2 L / 64 - 1)^(8 / 6)
        RotaryFrequencies dynamic = of(8, 1e4, new RopeScaling.DynamicNtk(2, 64));
        assertInverse(dynamic, 65, 1.0, 0.09897952063199054, 0.009796945504538643, 0.0009696969696969697);
        assertInverse(dynamic, 150, 1.0, 0.06472757307238636, 0.004189658715841114, 0.00027118644067796615);
    }

    @Test
    void llama3() {
        // Wavelengths below 8192/4 kept, above 8192/1 divided by 8, one (0.000525) between.
        assertInverse(
                of(16, 5e5, new RopeScaling.Llama3(8, 1, 4, 8192)),
                1,
                1.0,
                0.19392274474868576,
                0.03760603093086393,
                0.007292664737217109,
                0.0005248461609929547,
                3.428102195952591e-05,
                6.647869871181235e-06,
                1.2891731721515574e-06);
    }

    @Test
    void llama3WithShortTraining() {
        assertInverse(
                of(16, 5e5, new RopeScaling.Llama3(32, 1, 4, 32)),
                1,
                1.0,
                0.00606008577339643,
                0.001175188466589498,
                0.00022789577303803467,
                4.419417382415922e-05,
                8.570255489881478e-06,
                1.6619674677953088e-06,
                3.2229329303788936e-07);
    }

    @Test
    void yarnFromAndToWholeFeatures() {
        // Ramp over features floor(dim(32)) = 0 (clamped) to ceil(dim(1)) = 3 with dim(r) = 16 ln(64/(2 pi r))/(2 ln
        // 1e4)
        assertInverse(
                of(16, 1e4, new RopeScaling.Yarn(8, 64, 32, 1, 1.25, true)),
                1,
                1.0,
                0.2239946675952602,
                0.04166666666666667,
                0.003952847075210474,
                0.00125,
                0.0003952847075210474,
                0.000125,
                3.952847075210474e-05);
    }

    @Test
    void yarnBetweenFeatures() {
        RotaryFrequencies yarn = of(16, 1e4, new RopeScaling.Yarn(8, 64, 32, 1, 1.25, false));
        assertInverse(
                yarn,
                1,
                1.0,
                0.17897614584316904,
                0.013194453540578242,
                0.003952847075210474,
                0.00125,
                0.0003952847075210474,
                0.000125,
                3.952847075210474e-05);
        assertThat(yarn.attentionScale()).isEqualTo(1.25);
        assertThat(yarn.dependsOnLength()).isFalse();
    }

    @Test
    void yarnWithOtherRotations() {
        assertInverse(
                of(16, 1e6, new RopeScaling.Yarn(4, 128, 16, 2, 1, true)),
                1,
                1.0,
                0.11114246312743269,
                0.007905694150420948,
                0.0014058533129758727,
                0.00025,
                4.445698525097307e-05,
                7.905694150420949e-06,
                1.4058533129758728e-06);
    }

    private static void assertInverse(RotaryFrequencies frequencies, int length, double... expected) {
        double[] actual = frequencies.inverse(length);
        assertThat(actual).hasSameSizeAs(expected);
        for (int j = 0; j < expected.length; j++) {
            assertThat(actual[j]).as("feature %d", j).isCloseTo(expected[j], Percentage.withPercentage(1e-10));
        }
    }

    private static RotaryFrequencies of(int headSize, double base, RopeScaling scaling) {
        return RotaryFrequencies.of(new ModelConfig(
                "LlamaForCausalLM",
                headSize,
                1,
                1,
                1,
                headSize,
                8,
                8,
                64,
                1e-5,
                base,
                scaling,
                false,
                false,
                false,
                false,
                false,
                -1,
                List.of(),
                DataType.FP32));
    }
}
