package dev.turbobench.core.cli;

import static dev.turbobench.core.cli.TestingResults.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    private static String print(CaseResult... results) {
        StringWriter text = new StringWriter();
        ResultTable.of(List.of(results)).print(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void showsTheFirstNumbersPeopleLookAt() {
        CaseResult result = TestingResults.valid(
                value("other", "other", Unit.COUNT, 1),
                value("ttft_mean", "TTFT mean", Unit.SECONDS, 0.0123456),
                value("legacy_ftl_ave", "FTL(ave)", Unit.SECONDS, 0.012),
                value("throughput_out", "output", Unit.TOKENS_PER_SECOND, 1234.567));
        assertThat(print(result, TestingResults.failed())).isEqualTo("""
                        | concurrency | prompt | completion | output (tok/s) | TTFT mean (ms) | status |
                        | ----------: | -----: | ---------: | -------------: | -------------: | ------ |
                        |          16 |    128 |        256 |        1234.57 |         12.346 | VALID  |
                        |          64 |    128 |        256 |                |                | FAILED |
                        """);
    }

    @Test
    void showsOtherMetricsWhereThereAreNone() {
        assertThat(print(TestingResults.valid(value("other", "a|b", Unit.COUNT, 3))))
                .contains("| a|b (count) |")
                .contains("|           3 |");
        assertThat(print()).contains("| concurrency | prompt | completion | status |");
    }

    @Test
    void formatsEveryUnit() {
        for (Unit unit : Unit.values()) {
            assertThat(MetricFormat.unit(unit)).isNotBlank();
            assertThat(MetricFormat.number(value("x", "x", unit, 12.5))).matches("\\d+(\\.\\d+)?");
        }
        assertThat(MetricFormat.number(value("x", "x", Unit.BYTES, 3L << 29))).isEqualTo("1.500");
        MetricValue none =
                MetricValue.notAvailable(value("x", "x", Unit.SECONDS, 1).descriptor(), 0, "no sample");
        assertThat(MetricFormat.number(none)).isEqualTo("n/a");
    }

    @Test
    void formatsDurations() {
        assertThat(MetricFormat.duration(59_900_000_000L)).isEqualTo("00:59");
        assertThat(MetricFormat.duration(3_725_000_000_000L)).isEqualTo("1:02:05");
    }

    @Test
    void refusesRowsOfAnotherLength() {
        TextTable table = new TextTable(List.of("a", "b>"));
        assertThatThrownBy(() -> table.add(List.of("1"))).isInstanceOf(IllegalArgumentException.class);
    }
}
