package dev.turbobench.metrics.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.sample.Sampler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostSamplerTest {

    private static Sampler create() {
        HostSamplerFactory factory = new HostSamplerFactory();
        return factory.create(Options.of("sampler.host", factory.options(), Map.of()), List.of());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisMachine() {
        TestingSamples samples = new TestingSamples(100, 10);
        try (Sampler sampler = create()) {
            samples.take(sampler);
            long sum = 0;
            long end = System.nanoTime() + 300_000_000L;
            while (System.nanoTime() < end) {
                sum += System.nanoTime() % 7;
            }
            assertThat(sum).isPositive();
            samples.take(sampler);
            List<MetricValue> values = sampler.summarise(samples);
            assertThat(values)
                    .extracting(value -> value.descriptor().id())
                    .containsExactly(
                            "host_cpu_process", "host_cpu_others", "host_rss", "host_gc_time", "host_swapped_pages");
            assertThat(values).allSatisfy(value -> assertThat(value.value()).isGreaterThanOrEqualTo(0));
            assertThat(values.get(0).value()).as("a thread was busy").isPositive();
            assertThat(values.get(2).value()).as("resident bytes").isGreaterThan(1 << 20);
        }
    }
}
