package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.util.List;

/** Shapes of well-known models, and small ones with unusual numbers. */
final class TestingShapes {

    static final Capacity CAPACITY = new Capacity(64, 2048, 4096, 64);

    private TestingShapes() {}

    static CudaShape llama7b() {
        return new CudaShape(config(4096, 32, 32, 128, 11008, 32000, new RopeScaling.None()), CAPACITY, DataType.FP16);
    }

    static CudaShape llama8b() {
        return new CudaShape(config(4096, 32, 8, 128, 14336, 128256, new RopeScaling.None()), CAPACITY, DataType.BF16);
    }

    /** Small heads, a group of 7 query heads, a vocabulary that is no multiple of anything. */
    static CudaShape small() {
        RopeScaling dynamic = new RopeScaling.DynamicNtk(2.0, 64);
        return new CudaShape(config(896, 14, 2, 64, 4864, 521, dynamic), CAPACITY, DataType.BF16);
    }

    static ModelConfig config(
            int hidden, int heads, int kvHeads, int headSize, int intermediate, int vocabulary, RopeScaling scaling) {
        return new ModelConfig(
                "LlamaForCausalLM",
                hidden,
                2,
                heads,
                kvHeads,
                headSize,
                intermediate,
                vocabulary,
                4096,
                1e-5,
                10000,
                scaling,
                false,
                false,
                false,
                false,
                false,
                1,
                List.of(2),
                DataType.FP16);
    }
}
