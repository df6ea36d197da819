package dev.turbobench.engine.turbomind.model;

import java.util.List;

/**
 * All weights of a model.
 *
 * @param embedding [vocabulary, hidden]
 * @param layers one entry for each layer
 * @param finalNorm [hidden]
 * @param outputHead [vocabulary, hidden]; the same object as {@code embedding} if they are tied
 */
public record ModelWeights(Weight embedding, List<LayerWeights> layers, Weight finalNorm, Weight outputHead) {

    public ModelWeights {
        layers = List.copyOf(layers);
    }
}
