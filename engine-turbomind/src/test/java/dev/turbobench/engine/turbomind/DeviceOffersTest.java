package dev.turbobench.engine.turbomind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turbobench.engine.turbomind.device.cuda.CudaAvailability;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices are offered with the reason why they cannot be used, and never replaced silently. */
class DeviceOffersTest {

    private final TurbomindEngineFactory factory = new TurbomindEngineFactory();

    @Test
    void gpusComeFirstAndTheCpuIsAlwaysThere() {
        List<DeviceOffer> offers = factory.devices(Options.of("engine.turbomind", factory.options(), Map.of()));

        assertThat(offers).extracting(DeviceOffer::name).containsExactly("cuda", "cpu");
        assertThat(offers.get(1).availability().isAvailable()).isTrue();
    }

    @Test
    void aGpuThatIsMissingIsAnErrorWithItsReason() {
        Optional<String> reason = CudaAvailability.find(LibraryLocator.ofMachine(List.of()))
                .availability()
                .reason();
        assumeTrue(reason.isPresent(), "this machine has a GPU");
        assertThatThrownBy(() -> factory.create(
                        TestingEngines.context("synthetic:tiny", "cuda", 1, new Demand(1, 8), StepSink.NONE)))
                .isInstanceOfSatisfying(
                        BenchmarkException.class,
                        e -> assertThat(e.errorCode().type()).isEqualTo(ErrorType.ENVIRONMENT))
                .hasMessage("device cuda: " + reason.orElseThrow());
    }
}
