package dev.turbobench.engine.turbomind.model.format.turbomind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumberTest {

    @ParameterizedTest
    @CsvSource({
        "1e-6, 1e-06",
        "1e-5, 1e-05",
        "1e4, 10000.0",
        "0.5, 0.5",
        "0, 0.0",
        "1e6, 1000000.0",
        "0.0001, 0.0001",
        "1.5e-7, 1.5e-07",
        "1e16, 1e+16",
        "123456789012345680, 1.2345678901234568e+17",
        "1e15, 1000000000000000.0",
        "0.1, 0.1",
        "2e-3, 0.002",
        "2.0E23, 2e+23",
        "1e100, 1e+100",
        "-2.5, -2.5"
    })
    void writesAsPythonDoes(double value, String text) {
        assertThat(PythonNumber.of(value)).isEqualTo(text);
    }
}
