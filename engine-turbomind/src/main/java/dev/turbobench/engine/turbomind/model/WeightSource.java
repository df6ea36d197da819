package dev.turbobench.engine.turbomind.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the weights of a model come from, one by one. */
@FunctionalInterface
public interface WeightSource {

    /**
     * Get a weight with the shape that {@link WeightRole} gives it.
     *
     * @param role which
     * @param layer number of the layer; 0 if the role is not in a layer
     */
    Weight weight(WeightRole role, int layer);

    /** Collect all weights that a configuration asks for. */
    default ModelWeights collect(ModelConfig config) {
        List<LayerWeights> layers = new ArrayList<>(config.layers());
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(collectLayer(config, layer));
        }
        Weight embedding = weight(WeightRole.EMBEDDING, 0);
        Weight outputHead = optional(config, WeightRole.OUTPUT_HEAD, 0);
        return new ModelWeights(
                embedding, layers, weight(WeightRole.FINAL_NORM, 0), outputHead == null ? embedding : outputHead);
    }

    private LayerWeights collectLayer(ModelConfig config, int layer) {
        return new LayerWeights(
                weight(WeightRole.ATTENTION_NORM, layer),
                weight(WeightRole.QUERY, layer),
                weight(WeightRole.KEY, layer),
                weight(WeightRole.VALUE, layer),
                optional(config, WeightRole.QUERY_BIAS, layer),
                optional(config, WeightRole.KEY_BIAS, layer),
                optional(config, WeightRole.VALUE_BIAS, layer),
                optional(config, WeightRole.QUERY_NORM, layer),
                optional(config, WeightRole.KEY_NORM, layer),
                weight(WeightRole.OUTPUT, layer),
                optional(config, WeightRole.OUTPUT_BIAS, layer),
                weight(WeightRole.FEED_FORWARD_NORM, layer),
                weight(WeightRole.GATE, layer),
                weight(WeightRole.UP, layer),
                weight(WeightRole.DOWN, layer));
    }

    private @Nullable Weight optional(ModelConfig config, WeightRole role, int layer) {
        return role.isPresent(config) ? weight(role, layer) : null;
    }
}
