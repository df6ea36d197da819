package dev.turbobench.engine.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.spi.engine.Roofline.Work;

/** What a model makes a rank read and compute. */
final class EngineRoofline {

    private EngineRoofline() {}

    /**
     * The work of a rank. Whatever the checkpoint holds, every weight is kept and read in the data type of the arithmetic.
     *
     * @param config shape of the layers on the rank
     * @param headRows how many logits the rank computes
     * @param bytesPerValue size of a weight
     * @param kvBytesPerToken what a token takes in the rank's cache
     */
    static Work work(ModelConfig config, int headRows, int bytesPerValue, double kvBytesPerToken) {
        double hidden = config.hiddenSize();
        double projections = hidden * (config.queryWidth() + 2.0 * config.kvWidth()) + config.queryWidth() * hidden;
        double layerWeights = config.layers() * (projections + 3 * hidden * config.intermediateSize());
        double embeddings = config.vocabularySize() * hidden * (config.tiedEmbeddings() ? 1 : 2);
        double headWeights = headRows * hidden;
        return new Work(
                (config.parameters() - embeddings) * bytesPerValue,
                headWeights * bytesPerValue,
                kvBytesPerToken,
                2 * layerWeights,
                2 * headWeights,
                4.0 * config.queryWidth() * config.layers());
    }
}
