package dev.turbobench.engine.turbomind.operator;

import java.util.List;

/**
 * All weights of a model on a device.
 *
 * @param embedding [vocabulary, hidden]
 * @param layers one entry for each layer
 * @param finalNorm [hidden]
 * @param outputHead [vocabulary, hidden]
 */
public record ModelParameters(
        Parameter embedding, List<LayerParameters> layers, Parameter finalNorm, Parameter outputHead) {

    public ModelParameters {
        layers = List.copyOf(layers);
    }
}
