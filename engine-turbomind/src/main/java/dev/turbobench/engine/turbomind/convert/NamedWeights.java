package dev.turbobench.engine.turbomind.convert;

import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.format.huggingface.TensorNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The weights of a model under the names that Hugging Face gives them. */
final class NamedWeights {

    private NamedWeights() {}

    static Map<String, Weight> of(Model model) {
        Map<String, Weight> result = new LinkedHashMap<>();
        for (WeightRole role : WeightRole.values()) {
            int layers = role.inLayer() ? model.config().layers() : 1;
            for (int layer = 0; role.isPresent(model.config()) && layer < layers; layer++) {
                Weight weight = weight(model.weights(), role, layer);
                if (weight != null) {
                    String name = TensorNames.common(role, layer);
                    result.put(role == WeightRole.OUTPUT_HEAD ? name : "model." + name, weight);
                }
            }
        }
        return result;
    }

    private static @Nullable Weight weight(ModelWeights weights, WeightRole role, int number) {
        LayerWeights layer = weights.layers().get(number);
        return switch (role) {
            case EMBEDDING -> weights.embedding();
            case FINAL_NORM -> weights.finalNorm();
            case OUTPUT_HEAD -> weights.outputHead();
            case ATTENTION_NORM -> layer.attentionNorm();
            case QUERY -> layer.query();
            case KEY -> layer.key();
            case VALUE -> layer.value();
            case QUERY_BIAS -> layer.queryBias();
            case KEY_BIAS -> layer.keyBias();
            case VALUE_BIAS -> layer.valueBias();
            case QUERY_NORM -> layer.queryNorm();
            case KEY_NORM -> layer.keyNorm();
            case OUTPUT -> layer.output();
            case OUTPUT_BIAS -> layer.outputBias();
            case FEED_FORWARD_NORM -> layer.feedForwardNorm();
            case GATE -> layer.gate();
            case UP -> layer.up();
            case DOWN -> layer.down();
        };
    }
}
