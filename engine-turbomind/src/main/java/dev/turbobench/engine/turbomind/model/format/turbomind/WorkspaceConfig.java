package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code config.ini} says about the weights.
 *
 * @param modelName name of the chat template
 * @param ranks {@code tensor_para_size}: into how many parts the linear layers are split
 * @param weightType how weights are stored
 * @param groupSize input features that share a scale; 0 unless the weights are packed
 * @param sessionLength {@code session_len}: most tokens of a sequence
 * @param model the model
 */
record WorkspaceConfig(
        String modelName, int ranks, WeightType weightType, int groupSize, int sessionLength, ModelConfig model) {

    /** The only head size of the original format. */
    static final int HEAD_SIZE = 128;

    private static final int TILE = 32;

    WorkspaceConfig {
        List<String> problems = problems(ranks, weightType, groupSize, model);
        if (!problems.isEmpty()) {
            throw new BenchmarkException(MODEL_UNSUPPORTED, String.join("; ", problems));
        }
    }

    private static List<String> problems(int ranks, WeightType weightType, int groupSize, ModelConfig model) {
        List<String> problems = new ArrayList<>();
        if (ranks < 1 || Integer.bitCount(ranks) != 1) {
            problems.add("tensor parallel size: expected a power of two, found " + ranks);
            return problems;
        }
        divisible(problems, "attention heads", model.heads(), ranks);
        divisible(problems, "key/value heads", model.kvHeads(), ranks);
        divisible(problems, "intermediate size", model.intermediateSize(), ranks);
        if (model.outputBias() && !model.qkvBias()) {
            problems.add("a bias of the attention output without biases of q, k and v cannot be stored");
        }
        if (weightType == WeightType.INT4) {
            packable(problems, ranks, groupSize, model);
        }
        return problems;
    }

    private static void packable(List<String> problems, int ranks, int groupSize, ModelConfig model) {
        if (groupSize < 1) {
            problems.add("group size of int4 weights: expected at least 1, found " + groupSize);
            return;
        }
        divisible(problems, "hidden size", model.hiddenSize(), groupSize);
        divisible(problems, "hidden size", model.hiddenSize(), TILE);
        for (int width : List.of(model.queryWidth(), model.kvWidth(), model.intermediateSize())) {
            divisible(problems, "width of a linear layer", width, ranks * TILE);
        }
        divisible(problems, "width of the attention", model.queryWidth(), ranks * groupSize);
        divisible(problems, "intermediate size", model.intermediateSize(), ranks * groupSize);
    }

    private static void divisible(List<String> problems, String what, int value, int divisor) {
        if (value % divisor != 0) {
            problems.add(
                    "%s: expected a multiple of %d to split and pack it, found %d".formatted(what, divisor, value));
        }
    }

    /** The vocabulary with the zero rows that make it divisible by the number of ranks. */
    int paddedVocabulary() {
        return (model.vocabularySize() + ranks - 1) / ranks * ranks;
    }

    /** Why readers of LMDeploy 0.1 workspaces would compute something else; empty if they would not. */
    List<String> extensions() {
        List<String> result = new ArrayList<>();
        if (model.headSize() != HEAD_SIZE) {
            result.add("head size %d instead of %d".formatted(model.headSize(), HEAD_SIZE));
        }
        if (model.hiddenSize() != model.queryWidth()) {
            result.add("hidden size different from heads times head size");
        }
        if (model.qkNorm()) {
            result.add("normalised queries and keys");
        }
        if (!RopeText.isOriginal(model)) {
            result.add("rotary scaling " + RopeText.of(model.ropeScaling()));
        }
        return result;
    }

    /** The factor that the original key {@code rope_scaling_factor} can hold. */
    double ropeScalingFactor() {
        return RopeText.isOriginal(model) && model.ropeScaling() instanceof RopeScaling.DynamicNtk ntk
                ? ntk.factor()
                : 0;
    }
}
