package dev.turbobench.engine.turbomind.decoder;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.RowSet;
import java.util.List;

/** A model on one device: embedding, layers, output head. */
public final class Decoder implements ForwardPass {

    private final Operators operators;
    private final ModelParameters parameters;
    private final int headRows;

    /** [rows, hidden]: the residual stream, without what the last operator added. */
    private final Buffer hidden;

    /** [rows, hidden]: what the last attention or feed-forward layer adds to the residual stream. */
    private final Buffer delta;

    /** [rows, hidden]. */
    private final Buffer normed;

    /** [rows, queryWidth]. */
    private final Buffer query;

    /** [rows, queryWidth]. */
    private final Buffer attended;

    /** [rows, intermediate]. */
    private final Buffer activated;

    /** [headRows, hidden]. */
    private final Buffer selected;

    /** [headRows, vocabulary]. */
    private final Buffer logits;

    /** Allocate the activations of a model on its device. */
    public Decoder(Backend backend, ModelConfig config, Capacity capacity) {
        operators = backend.operators();
        parameters = backend.parameters();
        headRows = capacity.maxSequences();
        int rows = capacity.maxRows();
        hidden = backend.allocate(rows, config.hiddenSize());
        delta = backend.allocate(rows, config.hiddenSize());
        normed = backend.allocate(rows, config.hiddenSize());
        query = backend.allocate(rows, config.queryWidth());
        attended = backend.allocate(rows, config.queryWidth());
        activated = backend.allocate(rows, config.intermediateSize());
        selected = backend.allocate(headRows, config.hiddenSize());
        logits = backend.allocate(headRows, config.vocabularySize());
    }

    @Override
    public void forward(Batch batch) {
        int rows = batch.rows();
        List<LayerParameters> layers = parameters.layers();
        operators.embed(rows, parameters.embedding(), hidden);
        operators.norm(rows, layers.get(0).attentionNorm(), hidden, normed);
        for (int i = 0; i < layers.size(); i++) {
            LayerParameters layer = layers.get(i);
            if (i > 0) {
                operators.addNorm(rows, layer.attentionNorm(), delta, hidden, normed);
            }
            attention(rows, layer);
            operators.addNorm(rows, layer.feedForwardNorm(), delta, hidden, normed);
            feedForward(rows, layer);
        }
        sample(batch.samples());
        score(batch.scores());
    }

    private void attention(int rows, LayerParameters layer) {
        operators.qkv(rows, layer, normed, query);
        operators.attention(rows, layer, query, attended);
        operators.linear(rows, layer.output(), attended, delta);
    }

    private void feedForward(int rows, LayerParameters layer) {
        operators.gateUp(rows, layer, normed, activated);
        operators.linear(rows, layer.down(), activated, delta);
    }

    private void sample(int count) {
        if (count > 0) {
            logits(RowSet.SAMPLED, 0, count);
            operators.sample(count, logits);
        }
    }

    private void score(int count) {
        for (int first = 0; first < count; first += headRows) {
            int piece = Math.min(headRows, count - first);
            logits(RowSet.SCORED, first, piece);
            operators.score(first, piece, logits);
        }
    }

    private void logits(RowSet set, int first, int count) {
        operators.addNormSelected(set, first, count, parameters.finalNorm(), delta, hidden, selected);
        operators.linear(count, parameters.outputHead(), selected, logits);
    }

    /** Logits of the sampled rows of the last pass, in the order of the samples; [headRows, vocabulary]. */
    public Buffer logits() {
        return logits;
    }
}
