package dev.turbobench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.SamplerRequest;
import dev.turbobench.core.sample.TestingSampler;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.report.CaseResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SampledRunTest {

    private final TestingRun run = new TestingRun();
    private final TestingSampler sampler = new TestingSampler();

    private CaseResult sampled(boolean required) {
        run.components.samplers.put("testing", sampler);
        run.samplers = List.of(new SamplerRequest("testing", Map.of(), required));
        return run.run().results().get(0);
    }

    @Test
    void showsWhatWasSampled() {
        CaseResult result = sampled(true);
        assertThat(result.notes()).isEmpty();
        assertThat(result.details().series()).singleElement().satisfies(series -> {
            assertThat(series.name()).isEqualTo("testing_count");
            assertThat(series.values()).isNotEmpty().startsWith(1.0);
        });
        assertThat(result.metric("testing_samples").orElseThrow().value()).isPositive();
        assertThat(result.metric("sampling_share").orElseThrow().value()).isGreaterThanOrEqualTo(0);
        assertThat(sampler.closed).isTrue();
    }

    @Test
    void goesOnWithoutASamplerThatFails() {
        sampler.failsAt = 1;
        CaseResult result = sampled(true);
        assertThat(result.notes())
                .containsExactly("sampler testing: sample failed: java.lang.IllegalStateException: chip lost");
        assertThat(result.metric("testing_samples")).isEmpty();
    }

    @Test
    void saysWhatCannotBeSampledUnlessItWasAskedFor() {
        sampler.unavailable = true;
        assertThat(sampled(false).metric("testing_samples")).isEmpty();
        assertThat(run.header.notices()).contains("not sampled: no such chip");
        assertThatThrownBy(() -> sampled(true))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("no such chip");
    }
}
