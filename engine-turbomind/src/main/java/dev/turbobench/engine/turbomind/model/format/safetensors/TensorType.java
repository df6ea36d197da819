package dev.turbobench.engine.turbomind.model.format.safetensors;

import dev.turbobench.engine.turbomind.model.DataType;
import org.jspecify.annotations.Nullable;

/** The types that the format knows. Only some hold weights that can be used; the others are needed to check sizes. */
enum TensorType {
    F64(64, null),
    F32(32, DataType.FP32),
    F16(16, DataType.FP16),
    BF16(16, DataType.BF16),
    F8_E4M3(8, null),
    F8_E5M2(8, null),
    F8_E8M0(8, null),
    F6_E2M3(6, null),
    F6_E3M2(6, null),
    F4(4, null),
    C64(64, null),
    I64(64, null),
    I32(32, null),
    I16(16, null),
    I8(8, null),
    U64(64, null),
    U32(32, null),
    U16(16, null),
    U8(8, null),
    BOOL(8, null);

    private final int bits;
    private final @Nullable DataType dataType;

    TensorType(int bits, @Nullable DataType dataType) {
        this.bits = bits;
        this.dataType = dataType;
    }

    /** Size of one value. */
    int bits() {
        return bits;
    }

    /** The type as weights; {@code null} if it is not one of these. */
    @Nullable
    DataType dataType() {
        return dataType;
    }

    /** Find a type by its name in the header; {@code null} if there is none. */
    static @Nullable TensorType named(String name) {
        for (TensorType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
