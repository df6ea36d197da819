package dev.turbobench.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

    @Test
    void readsWhatItPrints() {
        assertThat(ApiVersion.parse(" 12.34 ")).isEqualTo(new ApiVersion(12, 34));
        assertThat(ApiVersion.parse(ApiVersion.CURRENT.toString())).isEqualTo(ApiVersion.CURRENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", ".1", "1.0.0", "1.x", "-1.0", "1.-1", "1,0", "1.99999999999"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ApiVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an API version such as 1.0, found \"%s\"".formatted(text));
    }

    @ParameterizedTest
    @CsvSource({"1.2, 1.2, true", "1.2, 1.0, true", "1.2, 1.3, false", "1.2, 2.0, false", "2.0, 1.0, false"})
    void acceptsOlderMinorsOfTheSameMajor(String host, String plugin, boolean accepted) {
        assertThat(ApiVersion.parse(host).accepts(ApiVersion.parse(plugin))).isEqualTo(accepted);
    }
}
