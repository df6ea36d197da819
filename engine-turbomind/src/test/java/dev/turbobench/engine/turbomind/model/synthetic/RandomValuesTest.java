package dev.turbobench.engine.turbomind.model.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbobench.engine.turbomind.model.BFloat16;
import dev.turbobench.engine.turbomind.model.Float16;
import dev.turbobench.engine.turbomind.model.WeightRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomValuesTest {

    /** Computed independently from the formula; a change here makes all earlier runs incomparable. */
    @Test
    void followsTheFormula() {
        RandomValues matrix = RandomValues.of("layers.0.self_attn.q_proj.weight", WeightRole.QUERY, 256);
        assertThat(matrix.seed()).isEqualTo(0x3085aac34bdae23fL);
        assertThat(matrix.scale()).isEqualTo(0x1p-9f);
        assertThat(matrix.at(0)).isEqualTo(0.123046875f);
        assertThat(matrix.at(1)).isEqualTo(0.00390625f);
        assertThat(matrix.at(2)).isEqualTo(0.119140625f);
        assertThat(matrix.at(65535)).isZero();

        RandomValues norm = RandomValues.of("layers.3.input_layernorm.weight", WeightRole.ATTENTION_NORM, 256);
        assertThat(norm.at(0)).isEqualTo(0.9921875f);
        assertThat(norm.at(1)).isEqualTo(0.984375f);
        assertThat(norm.at(255)).isEqualTo(0.96875f);
    }

    @ParameterizedTest
    @EnumSource
    void isExactInEveryDataType(WeightRole role) {
        RandomValues values = RandomValues.of("some." + role, role, 28672);
        for (int i = 0; i < 20_000; i++) {
            float value = values.at(i);
            assertThat(Float16.toFloat(Float16.fromFloat(value))).isEqualTo(value);
            assertThat(BFloat16.toFloat(BFloat16.fromFloat(value))).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256, 4096, 11008, 28672})
    void keepsTheSizeOfActivations(int columns) {
        RandomValues values = RandomValues.of("matrix", WeightRole.DOWN, columns);
        int count = 200_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            sum += values.at(i);
            squares += values.at(i) * (double) values.at(i);
        }
        double deviation = Math.sqrt(squares / count);
        assertThat(deviation * Math.sqrt(columns)).isBetween(Math.sqrt(0.49), Math.sqrt(2.05));
        assertThat(sum / count / deviation).isCloseTo(0, within(5 / Math.sqrt(count)));
    }

    @Test
    void normsAreAroundOne() {
        RandomValues norm = RandomValues.of("norm.weight", WeightRole.FINAL_NORM, 4096);
        for (int i = 0; i < 4096; i++) {
            assertThat(norm.at(i)).isBetween(0.9375f, 1.0546875f);
        }
    }

    @Test
    void differsBetweenTensors() {
        RandomValues first = RandomValues.of("layers.0.mlp.up_proj.weight", WeightRole.UP, 64);
        RandomValues second = RandomValues.of("layers.1.mlp.up_proj.weight", WeightRole.UP, 64);
        int equal = 0;
        for (int i = 0; i < 10_000; i++) {
            equal += first.at(i) == second.at(i) ? 1 : 0;
        }
        // Two independent values are equal with probability 1 / (2 sqrt(pi) 36.95) = 0.0076.
        assertThat(equal).isBetween(30, 130);
    }
}
