package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.spi.error.BenchmarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RopeSettingsTest {

    @Test
    void readsTheCurrentLayout() {
        ModelConfig config = TestingConfig.llama()
                .with("rope_parameters", "{\"rope_type\":\"linear\",\"rope_theta\":5e5,\"factor\":4}")
                .read();
        assertThat(config.ropeBase()).isEqualTo(500000);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Linear(4));
    }

    @Test
    void readsTheEarlierLayout() {
        for (String key : new String[] {"type", "rope_type"}) {
            ModelConfig config = TestingConfig.llama()
                    .with("rope_theta", "1000000")
                    .with("rope_scaling", "{\"%s\":\"dynamic\",\"factor\":2.5}".formatted(key))
                    .read();
            assertThat(config.ropeBase()).isEqualTo(1000000);
            assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.DynamicNtk(2.5, 512));
        }
    }

    @Test
    void readsAbsentScaling() {
        assertThat(TestingConfig.llama().with("rope_scaling", "null").read().ropeScaling())
                .isEqualTo(new RopeScaling.None());
        assertThat(scaling("{\"rope_theta\":3.5}")).isEqualTo(new RopeScaling.None());
        assertThat(scaling("{\"rope_type\":\"default\",\"rope_theta\":3.5}")).isEqualTo(new RopeScaling.None());
    }

    @Test
    void readsLlama3() {
        assertThat(
                        scaling(
                                "{\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":4,\"original_max_position_embeddings\":128}"))
                .isEqualTo(new RopeScaling.Llama3(8, 1, 4, 128));
    }

    @Test
    void readsYarn() {
        assertThat(
                        scaling(
                                "{\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":128,\"beta_fast\":16,\"beta_slow\":2,\"attention_factor\":1.5,\"truncate\":false}"))
                .isEqualTo(new RopeScaling.Yarn(4, 128, 16, 2, 1.5, false));
    }

    @Test
    void fillsInWhatYarnLeavesOut() {
        RopeScaling.Yarn yarn = (RopeScaling.Yarn) scaling("{\"rope_type\":\"yarn\",\"factor\":8}");
        assertThat(yarn.originalMaxPositions()).isEqualTo(512);
        assertThat(yarn.betaFast()).isEqualTo(32);
        assertThat(yarn.betaSlow()).isEqualTo(1);
        assertThat(yarn.truncate()).isTrue();
        // 0.1 ln(8) + 1
        assertThat(yarn.attentionFactor()).isCloseTo(1.2079441541679836, within(1e-15));
    }

    @Test
    void derivesTheAttentionFactorFromBothMscales() {
        // (0.1 * 0.707 ln(8) + 1) / (0.1 * 0.5 ln(8) + 1)
        assertThat(((RopeScaling.Yarn) scaling(
                                "{\"rope_type\":\"yarn\",\"factor\":8,\"mscale\":0.707,\"mscale_all_dim\":0.5}"))
                        .attentionFactor())
                .isCloseTo(1.0389905150739585, within(1e-15));
        assertThat(((RopeScaling.Yarn)
                                scaling("{\"rope_type\":\"yarn\",\"factor\":8,\"mscale\":0.707,\"mscale_all_dim\":0}"))
                        .attentionFactor())
                .isCloseTo(1.2079441541679836, within(1e-15));
    }

    @Test
    void prefersTheOriginalLengthOutsideOfTheSettings() {
        RopeScaling scaling = TestingConfig.llama()
                .with("original_max_position_embeddings", "32")
                .with("rope_scaling", "{\"type\":\"yarn\",\"factor\":8,\"original_max_position_embeddings\":64}")
                .read()
                .ropeScaling();
        assertThat(((RopeScaling.Yarn) scaling).originalMaxPositions()).isEqualTo(32);
    }

    @Test
    void readsTheRotaryOfInternLm() {
        TestingConfig internLm = TestingConfig.llama().with("architectures", "[\"InternLMForCausalLM\"]");
        ModelConfig origin =
                internLm.with("rotary", "{\"base\":20000,\"type\":\"origin\"}").read();
        assertThat(origin.ropeBase()).isEqualTo(20000);
        assertThat(origin.ropeScaling()).isEqualTo(new RopeScaling.None());
        assertThat(internLm.with("rotary", "{\"base\":10000,\"type\":\"dynamic\"}")
                        .read()
                        .ropeScaling())
                .isEqualTo(new RopeScaling.DynamicNtk(1, 512));
        assertThat(internLm.with("rotary", "{\"base\":10000,\"type\":\"dynamic\",\"scaling_factor\":3}")
                        .read()
                        .ropeScaling())
                .isEqualTo(new RopeScaling.DynamicNtk(3, 512));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rope_type\":\"longrope\"} | rope_type: rotary scaling \"longrope\" is not supported; supported are default",
                "{\"type\":\"mrope\"} | rope_type: rotary scaling \"mrope\" is not supported",
                "{\"rope_type\":\"linear\",\"factor\":2,\"partial_rotary_factor\":0.5} | partial_rotary_factor: rotating",
                "{\"full_attention\":{},\"sliding_attention\":{}} | full_attention: rotary settings for each type of layer"
            })
    void refusesByNameWhatItCannotRotate(String settings, String problem) {
        assertThatThrownBy(() -> scaling(settings))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(MODEL_UNSUPPORTED.code()))
                .hasMessageStartingWith(TestingConfig.SOURCE + ": rope_parameters." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rope_type\":\"linear\"} | factor: expected a number above 0.0, found nothing",
                "{\"rope_type\":\"linear\",\"factor\":0.5} | factor: expected a number of at least 1, found 0.5",
                "{\"rope_type\":\"linear\",\"factor\":NaN} | factor: expected a finite number above 0.0, found \"NaN\"",
                "{\"rope_type\":\"dynamic\",\"factor\":\"2\"} | factor: expected a finite number above 0.0, found \"2\"",
                "{\"rope_type\":\"dynamic\",\"factor\":Infinity} | factor: expected a finite number above 0.0",
                "{\"rope_type\":3} | rope_type: expected a string, found 3",
                "{\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":4,\"high_freq_factor\":4} | high_freq_factor: expected more",
                "{\"rope_type\":\"llama3\",\"factor\":8,\"high_freq_factor\":4} | low_freq_factor: expected a number above",
                "{\"rope_type\":\"yarn\",\"factor\":8,\"beta_fast\":1,\"beta_slow\":2} | beta_fast: expected at least beta_slow",
                "{\"rope_type\":\"yarn\",\"factor\":8,\"attention_factor\":0} | attention_factor: expected a finite number",
                "{\"rope_type\":\"yarn\",\"factor\":8,\"mscale\":-1} | mscale: expected a finite number of at least 0",
                "{\"rope_type\":\"yarn\",\"factor\":8,\"truncate\":1} | truncate: expected true or false",
                "{\"rope_type\":\"yarn\",\"factor\":8,\"original_max_position_embeddings\":0} | original_max_position_embeddings: expected",
                "{\"rope_theta\":-10000} | rope_theta: expected a finite number above 1.0, found -10000"
            })
    void namesWhatMakesNoSense(String settings, String problem) {
        assertThatThrownBy(() -> scaling(settings))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(MODEL_INVALID.code()))
                .hasMessageStartingWith(TestingConfig.SOURCE + ": rope_parameters." + problem);
    }

    @Test
    void refusesDynamicScalingOfHeadsWithOnePair() {
        assertThatThrownBy(TestingConfig.llama()
                        .with("head_dim", "2")
                        .with("rope_scaling", "{\"type\":\"dynamic\",\"factor\":2}")::read)
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("dynamic scaling needs heads of more than 2 features");
    }

    private static RopeScaling scaling(String settings) {
        return TestingConfig.llama().with("rope_parameters", settings).read().ropeScaling();
    }
}
