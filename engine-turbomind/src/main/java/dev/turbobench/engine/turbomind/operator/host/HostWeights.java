package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the weights of a model into the layouts of the host operators. */
final class HostWeights {

    private final WorkerPool pool;

    HostWeights(WorkerPool pool) {
        this.pool = pool;
    }

    ModelParameters read(ModelWeights weights) {
        List<LayerParameters> layers = new ArrayList<>();
        for (LayerWeights layer : weights.layers()) {
            layers.add(layer(layers.size(), layer));
        }
        HostMatrix head = HostMatrix.read(List.of(weights.outputHead()), null, pool);
        HostEmbedding embedding = weights.outputHead() == weights.embedding()
                ? new HostEmbedding(null, head)
                : HostEmbedding.read(weights.embedding());
        return new ModelParameters(embedding, layers, HostVector.read(weights.finalNorm()), head);
    }

    private LayerParameters layer(int index, LayerWeights layer) {
        float[] qkvBias = null;
        if (layer.queryBias() != null && layer.keyBias() != null && layer.valueBias() != null) {
            qkvBias = stack(List.of(layer.queryBias(), layer.keyBias(), layer.valueBias()));
        }
        HostMatrix qkv = HostMatrix.read(List.of(layer.query(), layer.key(), layer.value()), qkvBias, pool);
        return new LayerParameters(
                index,
                HostVector.read(layer.attentionNorm()),
                new HostQkv(qkv, values(layer.queryNorm()), values(layer.keyNorm())),
                HostMatrix.read(List.of(layer.output()), values(layer.outputBias()), pool),
                HostVector.read(layer.feedForwardNorm()),
                new HostGateUp(
                        HostMatrix.read(List.of(layer.gate()), null, pool),
                        HostMatrix.read(List.of(layer.up()), null, pool)),
                HostMatrix.read(List.of(layer.down()), null, pool));
    }

    private static float @Nullable [] values(@Nullable Weight vector) {
        return vector == null ? null : HostVector.read(vector).values();
    }

    private static float[] stack(List<Weight> vectors) {
        float[] stacked = new float[vectors.stream().mapToInt(Weight::columns).sum()];
        int offset = 0;
        for (Weight vector : vectors) {
            vector.readRows(0, 1, stacked, offset);
            offset += vector.columns();
        }
        return stacked;
    }
}
