package dev.turbobench.engine.turbomind.operator.cuda;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.HashMap;
import java.util.Map;

/** What kernels are compiled for, and what follows from it for their launches. */
record CudaShape(ModelConfig config, Capacity capacity, DataType dataType) {

    private static final int VECTOR = 8;
    private static final int FRAGMENT = 16;
    private static final double LOG2_E = 1.4426950408889634;

    CudaShape {
        require(dataType != DataType.FP32, "data type: expected fp16 or bf16, found fp32");
        require(config.headSize() % FRAGMENT == 0, "head size: expected a multiple of 16, found " + config.headSize());
        require(config.headSize() <= 256, "head size: expected at most 256, found " + config.headSize());
        require(
                config.hiddenSize() % VECTOR == 0,
                "hidden size: expected a multiple of 8, found " + config.hiddenSize());
        require(
                config.intermediateSize() % VECTOR == 0,
                "intermediate size: expected a multiple of 8, found " + config.intermediateSize());
        require(
                capacity.blockTokens() == 32 || capacity.blockTokens() == 64 || capacity.blockTokens() == 128,
                "KV block: expected 32, 64 or 128 tokens, found " + capacity.blockTokens());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new BenchmarkException(MODEL_UNSUPPORTED, "device cuda: " + message);
        }
    }

    /** Preprocessor symbols of the kernels. */
    Map<String, String> constants() {
        Map<String, String> constants = new HashMap<>();
        constants.put("BF16", dataType == DataType.BF16 ? "1" : "0");
        constants.put("HIDDEN", Integer.toString(config.hiddenSize()));
        constants.put("HEADS", Integer.toString(config.heads()));
        constants.put("KV_HEADS", Integer.toString(config.kvHeads()));
        constants.put("HEAD_SIZE", Integer.toString(config.headSize()));
        constants.put("INTERMEDIATE", Integer.toString(config.intermediateSize()));
        constants.put("VOCABULARY", Integer.toString(config.vocabularySize()));
        constants.put("PAGE_TOKENS", Integer.toString(capacity.blockTokens()));
        if (config.ropeScaling() instanceof RopeScaling.DynamicNtk dynamic) {
            constants.put("ROPE_DYNAMIC", "1");
            constants.put("ROPE_BASE", Double.toString(config.ropeBase()));
            constants.put("ROPE_FACTOR", Double.toString(dynamic.factor()));
            constants.put("ROPE_ORIGINAL", Integer.toString(dynamic.originalMaxPositions()));
        } else {
            constants.put("ROPE_DYNAMIC", "0");
        }
        return constants;
    }

    int queryHeadsPerKvHead() {
        return config.heads() / config.kvHeads();
    }

    /** Number of query, key and value features together. */
    int qkvWidth() {
        return config.queryWidth() + 2 * config.kvWidth();
    }

    /** Bytes of one KV block in one layer. */
    long layerBlockBytes() {
        return 2L * config.kvWidth() * capacity.blockTokens() * dataType.bytes();
    }

    /** Bytes that a row of activations may take: logits are single precision, everything else is 16 bit. */
    long rowBytes(int columns) {
        boolean logits = columns == config.vocabularySize();
        return (long) columns * (logits ? Float.BYTES : dataType.bytes());
    }

    /** Factor of the scores in attention; the kernels use powers of 2. */
    float attentionScale() {
        return (float) (LOG2_E / Math.sqrt(config.headSize()));
    }
}
