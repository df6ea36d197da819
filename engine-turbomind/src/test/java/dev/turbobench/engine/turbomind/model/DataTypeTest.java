package dev.turbobench.engine.turbomind.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataTypeTest {

    private static final float[] VALUES = {9, 1.5f, -0.25f, 96, 9};

    @ParameterizedTest
    @EnumSource
    void roundTripsThroughLittleEndianBytesOfAnyBuffer(DataType type) {
        ByteBuffer direct = ByteBuffer.allocateDirect(64).order(ByteOrder.BIG_ENDIAN);
        direct.position(4);
        type.encode(VALUES, 1, 3, direct);
        assertThat(direct.position()).isEqualTo(4 + 3 * type.bytes());

        direct.flip().position(4);
        float[] read = new float[5];
        type.decode(direct, read, 2, 3);
        assertThat(read).containsExactly(0, 0, 1.5f, -0.25f, 96);
        assertThat(direct.remaining()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void storesTheHighByteLast(DataType type) {
        ByteBuffer buffer = ByteBuffer.allocate(type.bytes());
        type.encode(new float[] {-1}, 0, 1, buffer);
        byte[] bytes = buffer.array();
        assertThat(bytes[bytes.length - 1]).isEqualTo((byte) (type == DataType.FP16 ? 0xbc : 0xbf));
        assertThat(bytes[bytes.length - 2]).isEqualTo((byte) (type == DataType.FP16 ? 0 : 0x80));
    }
}
