package dev.turbobench.metrics.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.engine.Roofline.Work;
import dev.turbobench.spi.workload.CaseSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an independent implementation of the formulas in Python, which was checked against published tables. */
class RoundWorkTest {

    private static final double EXACT_PERCENT = 1e-9;

    /** Shapes of public models, 2 bytes a weight. */
    private enum Shape {
        LLAMA_2_7B(4096, 32, 32, 32, 128, 11008, 32000),
        LLAMA_3_8B(4096, 32, 32, 8, 128, 14336, 128256),
        QWEN_3_8B(4096, 36, 32, 8, 128, 12288, 151936),
        LLAMA_3_2_1B(2048, 16, 32, 8, 64, 8192, 128256);

        private final Work work;

        Shape(double hidden, int layers, int heads, int kvHeads, int headSize, int intermediate, int vocabulary) {
            double query = heads * headSize;
            double keyValue = kvHeads * headSize;
            double layer = hidden * (query + 2 * keyValue) + query * hidden + 3 * hidden * intermediate;
            double norms = (2 * layers + 1) * hidden;
            work = new Work(
                    2 * (layers * layer + norms),
                    2 * vocabulary * hidden,
                    2 * layers * keyValue * 2,
                    2 * layers * layer,
                    2 * vocabulary * hidden,
                    4 * query * layers);
        }
    }

    private enum Device {
        H100(3.0e12, 798e12),
        H100_DATASHEET(3.35e12, 989e12),
        A100(2.039e12, 312e12),
        RTX_4090(1.008e12, 165e12);

        private final Rates rates;

        Device(double bandwidth, double compute) {
            rates = new Rates(bandwidth, compute, name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LLAMA_2_7B, H100, 1, 1, 128, 1, 0.0044048964010025065, 226.43184312883128",
        "LLAMA_2_7B, H100, 16, 128, 128, 16, 0.033414416881884706, 3096.5842471389633",
        "LLAMA_2_7B, H100, 1, 2048, 2048, 1, 0.034706136369403506, 201.75630001171655",
        "LLAMA_2_7B, A100, 16, 1, 128, 16, 0.006480991688918197, 2370.239415894291",
        "LLAMA_2_7B, A100, 64, 128, 128, 64, 0.3410897748257065, 5226.0459097803705",
        "LLAMA_2_7B, A100, 16, 2048, 2048, 16, 1.416834540305091, 807.835722425066",
        "LLAMA_3_8B, H100, 64, 1, 128, 64, 0.005003325162827067, 12339.987414128285",
        "LLAMA_3_8B, H100, 16, 2048, 128, 16, 0.5955853285617243, 1443.6837546542376",
        "LLAMA_3_8B, H100, 64, 2048, 2048, 64, 2.381290641094897, 4338.3610323743405",
        "QWEN_3_8B, H100_DATASHEET, 1, 128, 128, 1, 0.004523369293248539, 220.90109284193048",
        "QWEN_3_8B, H100_DATASHEET, 64, 2048, 128, 64, 1.921498686322337, 2519.6038357248262",
        "LLAMA_3_2_1B, RTX_4090, 16, 128, 128, 16, 0.024782038375064933, 5869.263021681592",
        "LLAMA_3_2_1B, RTX_4090, 64, 128, 2048, 64, 0.09756465178597402, 13071.605035703911"
    })
    void idealThroughputOfRequestsThatRunTogether(
            Shape shape,
            Device device,
            int concurrency,
            int prompt,
            int completion,
            int together,
            double prefillSeconds,
            double tokensPerSecond) {
        CaseSpec spec = new CaseSpec(0, concurrency, prompt, completion);
        RoundWork round = new RoundWork(shape.work, spec, together);

        double tokens = (double) concurrency * completion;
        assertThat(tokens / round.seconds(device.rates)).isCloseTo(tokensPerSecond, withinPercentage(EXACT_PERCENT));
        assertThat(round.prefillSeconds(concurrency, device.rates))
                .isCloseTo(prefillSeconds, withinPercentage(EXACT_PERCENT));
    }

    @ParameterizedTest
    @CsvSource({
        "LLAMA_2_7B, H100, 64, 128, 2048, 61, 3626.7022592916455",
        "LLAMA_2_7B, H100, 64, 2048, 128, 61, 1410.084197889441",
        "LLAMA_2_7B, H100, 64, 2048, 2048, 32, 1446.5173786012772",
        "LLAMA_2_7B, A100, 64, 128, 2048, 60, 2454.224209946756"
    })
    void idealThroughputWhereNotAllFit(
            Shape shape,
            Device device,
            int concurrency,
            int prompt,
            int completion,
            int together,
            double tokensPerSecond) {
        CaseSpec spec = new CaseSpec(0, concurrency, prompt, completion);
        double tokens = (double) concurrency * completion;

        assertThat(tokens / new RoundWork(shape.work, spec, together).seconds(device.rates))
                .isCloseTo(tokensPerSecond, withinPercentage(EXACT_PERCENT));
    }

    @ParameterizedTest
    @CsvSource({"128, 4.765605888", "1152, 7.628917418666667", "4096, 15.860938069333333"})
    void shortestDecodeStepOfSixteenSequences(int context, double millis) {
        RoundWork round = new RoundWork(Shape.LLAMA_2_7B.work, new CaseSpec(0, 16, 1, 1), 16);

        assertThat(round.decodeSeconds(16, context, Device.H100.rates) * 1e3)
                .isCloseTo(millis, withinPercentage(EXACT_PERCENT));
    }

    @Test
    void weightsOfLlama2AreThoseThatAreKnown() {
        assertThat(Shape.LLAMA_2_7B.work.weightBytes()).isEqualTo(13_214_687_232.0);
        assertThat(Shape.LLAMA_2_7B.work.kvBytesPerToken()).isEqualTo(524_288);
    }
}
