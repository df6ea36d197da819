package dev.turbobench.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.turbobench.core.plugin.TestingCatalog;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ServiceLevelTest {

    private final Problems problems = new Problems();

    @Test
    void limitsAreInSecondsOrMilliseconds() {
        assertThat(ServiceLevel.read(List.of("ttft=0.5", "tpot=50ms", "e2e=12s"), problems))
                .containsExactly(entry("ttft", "0.5"), entry("tpot", "0.050"), entry("e2e", "12"));
        problems.throwIfAny();
    }

    @Test
    void anythingElseIsAProblem() {
        ServiceLevel.read(List.of("ttft", "tpot=-1", "e2e=1h"), problems);

        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(ConfigurationException.class)
                .extracting(e -> ((ConfigurationException) e).problems())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .first()
                .isEqualTo("slo: expected a limit such as ttft=0.5 or tpot=50ms, found \"ttft\"");
    }

    @Test
    void withoutTheMetricTheyAreAProblem() {
        Settings settings = SettingsReader.read(
                new CommandLineSettings(Map.of(Setting.SLO, List.of("ttft=0.5")), List.of()), Map.of());

        new ComponentOptions(settings, TestingCatalog.create(), problems);

        assertThatThrownBy(problems::throwIfAny).hasMessageContaining("slo: there is no metric \"goodput\"");
    }
}
