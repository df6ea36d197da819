package dev.turbobench.engine.turbomind.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvScalesTest {

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.5, 0, 0",
        "0.75, 0.5, 0, 2",
        "0.375, 0.25, 0, 2",
        "-0.375, 0.25, 0, -2",
        "1, 0.5, 2, -2",
        "100, 0.5, 0, 127",
        "-100, 0.5, 0, -128"
    })
    void roundsHalvesToEvenAndCuts(float value, float scale, float zero, int level) {
        assertThat(KvScales.quantise(value, scale, zero)).isEqualTo((byte) level);
    }

    @Test
    void readsTheMiddleOfALevel() {
        assertThat(KvScales.dequantise((byte) -3, 0.5f, 2)).isEqualTo(0.5f);
    }

    @Test
    void ranksShareTheHeadsInOrder() {
        KvScales.Layer first = new KvScales.Layer(1, 0, 1, 0);
        KvScales.Layer second = new KvScales.Layer(2, 0, 2, 0);
        KvScales split = new KvScales(4, List.of(List.of(first, second)));
        assertThat(List.of(split.of(0, 0), split.of(0, 1), split.of(0, 2), split.of(0, 3)))
                .containsExactly(first, first, second, second);
        assertThat(split.from(1).of(0, 0)).isEqualTo(first);
        assertThat(split.from(1).from(1).of(0, 1)).isEqualTo(second);
        assertThat(new KvScales(4, List.of(List.of(second))).of(0, 3)).isEqualTo(second);
    }
}
