package dev.turbobench.engine.turbomind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.engine.Roofline.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineRooflineTest {

    private static final ModelConfig LLAMA_2_7B = new ModelConfig(
            "LlamaForCausalLM",
            4096,
            32,
            32,
            32,
            128,
            11008,
            32000,
            4096,
            1e-5,
            10000,
            new RopeScaling.None(),
            false,
            false,
            false,
            false,
            false,
            1,
            List.of(2),
            DataType.FP16);

    @Test
    void workOfLlama2IsWhatIsPublished() {
        Work work = EngineRoofline.work(LLAMA_2_7B, 32000, 2, 524_288);

        assertThat(work.weightBytes()).isEqualTo(13_214_687_232.0);
        assertThat(work.headWeightBytes()).isEqualTo(2.0 * 32000 * 4096);
        assertThat(work.layerFlopsPerToken()).isEqualTo(2.0 * 32 * (4 * 4096 * 4096 + 3 * 4096 * 11008));
        assertThat(work.attentionFlopsPerPair()).isEqualTo(4.0 * 4096 * 32);
    }

    @Test
    void processorIsMeasuredAndHasNoDatasheet() {
        try (Engine engine = TestingEngines.cpu("synthetic:tiny", new Demand(1, 16))) {
            Roofline roofline = engine.roofline().orElseThrow();

            assertThat(roofline.datasheet().isKnown()).isFalse();
            assertThat(roofline.datasheet().source()).startsWith("no datasheet is known for ");
            assertThat(roofline.measured().bytesPerSecond()).isPositive().isFinite();
            assertThat(roofline.measured().flopsPerSecond()).isPositive().isFinite();
            assertThat(roofline.measured().source()).contains("threads: reading ");
            assertThat(roofline.work().kvBytesPerToken()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA H100 80GB HBM3, 3.35e12, 989.5e12",
        "NVIDIA H200, 4.8e12, 989.5e12",
        "NVIDIA A100-SXM4-80GB, 2.039e12, 312e12",
        "NVIDIA L40S, 0.864e12, 362e12",
        "NVIDIA L4, 0.3e12, 121e12",
        "NVIDIA A10, 0.6e12, 125e12",
        "NVIDIA A30, 0.933e12, 165e12"
    })
    void gpusAreKnownByTheNameOfTheDriver(String name, double bytesPerSecond, double flopsPerSecond) {
        Rates rates = Datasheets.of(name);

        assertThat(rates.bytesPerSecond()).isEqualTo(bytesPerSecond);
        assertThat(rates.flopsPerSecond()).isEqualTo(flopsPerSecond);
    }

    @Test
    void gpuThatOnlyBeginsLikeAnotherIsUnknown() {
        assertThat(Datasheets.of("NVIDIA A100X").isKnown()).isFalse();
        assertThat(Datasheets.of("NVIDIA A10G").source()).isEqualTo("no datasheet is known for NVIDIA A10G");
    }
}
