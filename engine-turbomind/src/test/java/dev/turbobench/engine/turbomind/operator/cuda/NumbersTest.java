package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {

    @ParameterizedTest
    @EnumSource(names = {"FP16", "BF16"})
    void everyNumberSurvives(DataType type) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Numbers.value((short) bits, type);
            if (!Float.isNaN(value)) {
                assertThat(Numbers.bits(value, type)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsToNearestEven() {
        assertThat(Numbers.round(2049, DataType.FP16)).isEqualTo(2048);
        assertThat(Numbers.round(2051, DataType.FP16)).isEqualTo(2052);
        assertThat(Numbers.round(65519, DataType.FP16)).isEqualTo(65504);
        assertThat(Numbers.round(65520, DataType.FP16)).isInfinite();
        assertThat(Numbers.round(0x1p-25f, DataType.FP16)).isZero();
        assertThat(Numbers.round(257, DataType.BF16)).isEqualTo(256);
        assertThat(Numbers.round(259, DataType.BF16)).isEqualTo(260);
    }
}
