package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.DataType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names of Python that a checkpoint may refer to. Nothing is imported or called: each stands for a rule here. */
enum PickleGlobal {
    ORDERED_DICT("collections.OrderedDict", null),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2", null),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter", null),
    FLOAT_STORAGE("torch.FloatStorage", DataType.FP32),
    HALF_STORAGE("torch.HalfStorage", DataType.FP16),
    BFLOAT16_STORAGE("torch.BFloat16Storage", DataType.BF16);

    private final String qualifiedName;
    private final @Nullable DataType dataType;

    PickleGlobal(String qualifiedName, @Nullable DataType dataType) {
        this.qualifiedName = qualifiedName;
        this.dataType = dataType;
    }

    /** What the values of a storage are; {@code null} if it is none. */
    @Nullable
    DataType dataType() {
        return dataType;
    }

    static Optional<PickleGlobal> named(String qualifiedName) {
        return Arrays.stream(values())
                .filter(global -> global.qualifiedName.equals(qualifiedName))
                .findFirst();
    }
}
