package dev.turbobench.engine.turbomind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.option.Options;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurbomindEngineFactoryTest {

    private static final Demand DEMAND = new Demand(1, 64);

    private final TurbomindEngineFactory factory = new TurbomindEngineFactory();

    @Test
    void isFoundAsAPlugin() {
        assertThat(ServiceLoader.load(BenchmarkPlugin.class))
                .flatExtracting(BenchmarkPlugin::engines)
                .anySatisfy(engine -> assertThat(engine.name()).isEqualTo("turbomind"));
    }

    @Test
    void alwaysOffersTheCpu() {
        Options options = Options.of("engine.turbomind", factory.options(), Map.of());
        assertThat(factory.devices(options)).anySatisfy(offer -> {
            assertThat(offer.name()).isEqualTo("cpu");
            assertThat(offer.availability().isAvailable()).isTrue();
            assertThat(offer.description()).contains("core");
        });
    }

    @Test
    void refusesADeviceItDidNotOffer() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(
                        () -> factory.create(TestingEngines.context("synthetic:tiny", "tpu", 1, DEMAND, StepSink.NONE)))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.ENVIRONMENT))
                .withMessageContaining("tpu");
    }

    @ParameterizedTest
    @CsvSource({
        "max_batch_size=0, max_batch_size",
        "session_len=-3, session_len",
        "cache_block_seq_len=0, cache_block_seq_len",
        "cache_max_entry_count=0, cache_max_entry_count",
        "cache_max_entry_count=-1, cache_max_entry_count",
        "cache_max_entry_count=2.5, cache_max_entry_count",
        "max_prefill_token_num=0, max_prefill_token_num",
        "cpu_threads=0, cpu_threads",
        "admission=never, admission"
    })
    void refusesOptionsOutOfRange(String option, String name) {
        refused(name, "synthetic:tiny", "cpu", 1, option);
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> factory.create(
                        TestingEngines.context("synthetic:llama-2-70b", "cpu", 1, DEMAND, StepSink.NONE)))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.RESOURCES))
                .withMessageContaining("synthetic:llama-2-70b")
                .withMessageContaining("TURBOBENCH_OPTS=-Xmx");
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> factory.create(TestingEngines.context(
                        "synthetic:tiny", "cpu", 1, DEMAND, StepSink.NONE, "cache_max_entry_count=9000000")))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.RESOURCES))
                .withMessageContaining("9000000 blocks")
                .withMessageContaining("cache_max_entry_count");
    }

    @Test
    void shareOfAllMemoryDoesNotDependOnWhatIsFree() {
        try (Engine engine = factory.create(TestingEngines.context(
                "synthetic:tiny", "cpu", 1, DEMAND, StepSink.NONE, "compat=0.1", "cache_max_entry_count=0.015625"))) {
            long reserved = engine.memoryUsage().ranks().get(0).kvReserved();
            long blockBytes = reserved / engine.limits().kvBlocks();
            long share = Runtime.getRuntime().maxMemory() / 64;
            assertThat(engine.limits().kvBlocks()).isEqualTo((int) (share / blockBytes));
            assertThat(engine.info().details().get("cache_max_entry_count")).contains("of all memory of the device");
        }
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> factory.create(TestingEngines.context(
                        "synthetic:tiny",
                        "cpu",
                        1,
                        DEMAND,
                        StepSink.NONE,
                        "compat=0.1",
                        "cache_max_entry_count=0.9999")))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.RESOURCES))
                .withMessageContaining("of all memory");
    }

    private void refused(String message, String model, String device, int ranks, String... options) {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() ->
                        factory.create(TestingEngines.context(model, device, ranks, DEMAND, StepSink.NONE, options)))
                .satisfies(e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.USER))
                .withMessageContaining(message);
    }
}
