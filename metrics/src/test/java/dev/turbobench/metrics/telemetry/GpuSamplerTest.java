package dev.turbobench.metrics.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.spi.metric.MetricValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GpuSamplerTest {

    /** A GPU whose readings are a recorded series, one after the other. */
    private static final class Recorded implements GpuReadings {

        double watts = 400;
        double joules = 10_000;
        double coreHertz = 1.98e9;
        double celsius = 50;
        double bits;

        @Override
        public double watts() {
            return watts;
        }

        @Override
        public double joules() {
            return joules;
        }

        @Override
        public double coreHertz() {
            return coreHertz;
        }

        @Override
        public double memoryHertz() {
            return 2.6e9;
        }

        @Override
        public double celsius() {
            return celsius;
        }

        @Override
        public double utilisation() {
            return 0.5;
        }

        @Override
        public double memoryBytes() {
            return 1 << 30;
        }

        @Override
        public double throttleReasons() {
            return bits;
        }
    }

    private final Recorded first = new Recorded();
    private final Recorded second = new Recorded();
    private final AtomicInteger closings = new AtomicInteger();
    private final GpuSampler sampler =
            new GpuSampler(List.of(first, second), Duration.ofMillis(10), closings::incrementAndGet);
    private final TestingSamples samples = new TestingSamples(500, 1_000);

    private Map<String, MetricValue> summary() {
        return sampler.summarise(samples).stream()
                .collect(Collectors.toMap(value -> value.descriptor().id(), Function.identity()));
    }

    @Test
    void namesItsChannelsByGpu() {
        assertThat(sampler.channels()).hasSize(16);
        assertThat(sampler.channels().get(2).name()).isEqualTo("gpu0_sm_clock");
        assertThat(sampler.channels().get(10).label()).isEqualTo("GPU SM clock of GPU 1");
    }

    @Test
    void dividesTheGrowthOfTheEnergyCountersByTheTokens() {
        for (int i = 0; i < 5; i++) {
            samples.take(sampler);
            first.joules += 200;
            second.joules += 100;
        }
        Map<String, MetricValue> summary = summary();
        assertThat(summary.get("energy_per_token").value()).isEqualTo(4 * 300 / 1_000.0);
        assertThat(summary.get("gpu_power").value()).isEqualTo(800);
        assertThat(summary.get("gpu_memory_peak").value()).isEqualTo(2L << 30);
        assertThat(summary.get("gpu_throttled").value()).isZero();
        assertThat(summary.get("gpu_throttled").note()).isNull();
        assertThat(summary.get("gpu_sm_clock").note()).isNull();
    }

    @Test
    void saysWhenTheEnergyCounterIsTooCoarse() {
        samples.take(sampler);
        samples.take(sampler);
        MetricValue energy = summary().get("energy_per_token");
        assertThat(energy.isAvailable()).isFalse();
        assertThat(energy.note()).isEqualTo("n/a (measured for 0.50 s < 1 s, too short for the energy counter)");
    }

    @Test
    void noticesThrottlingOfOneGpu() {
        for (int i = 0; i < 10; i++) {
            second.bits = i < 3 ? 0x4 | 0x40 : 0x1;
            second.coreHertz = i < 3 ? 1.2e9 : 1.98e9;
            samples.take(sampler);
        }
        Map<String, MetricValue> summary = summary();
        assertThat(summary.get("gpu_throttled").value()).isCloseTo(0.3, within(1e-12));
        assertThat(summary.get("gpu_throttled").note()).isEqualTo("clocks were lowered: power cap, thermal (hardware)");
        assertThat(summary.get("gpu_sm_clock_min").value()).isEqualTo(1.2e9);
        assertThat(summary.get("gpu_sm_clock").note()).isEqualTo("the SM clock moved by 39%");
    }

    @Test
    void idleAndApplicationClocksAreNotThrottling() {
        first.bits = 0x1 | 0x2 | 0x100;
        samples.take(sampler);
        samples.take(sampler);
        assertThat(summary().get("gpu_throttled").value()).isZero();
    }

    @Test
    void toleratesReadingsThatAreNotThere() {
        first.watts = Double.NaN;
        first.bits = Double.NaN;
        samples.take(sampler);
        samples.take(sampler);
        Map<String, MetricValue> summary = summary();
        assertThat(summary.get("gpu_power").isAvailable()).isFalse();
        assertThat(summary.get("gpu_throttled").note()).isNull();
    }

    @Test
    void closesOnce() {
        sampler.close();
        sampler.close();
        assertThat(closings).hasValue(1);
    }
}
