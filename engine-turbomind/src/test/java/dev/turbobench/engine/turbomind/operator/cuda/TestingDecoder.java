package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.Parameter;
import dev.turbobench.engine.turbomind.operator.RowSet;

/** The shortest decoder that can be written with the operators. */
final class TestingDecoder implements ForwardPass {

    final Buffer logits;
    private final Operators operators;
    private final ModelParameters parameters;
    private final Buffer hidden;
    private final Buffer delta;
    private final Buffer normed;
    private final Buffer query;
    private final Buffer attended;
    private final Buffer activated;
    private final Buffer selected;

    TestingDecoder(Backend backend, ModelConfig config, Capacity capacity) {
        operators = backend.operators();
        parameters = backend.parameters();
        int rows = capacity.maxRows();
        hidden = backend.allocate(rows, config.hiddenSize());
        delta = backend.allocate(rows, config.hiddenSize());
        normed = backend.allocate(rows, config.hiddenSize());
        query = backend.allocate(rows, config.queryWidth());
        attended = backend.allocate(rows, config.queryWidth());
        activated = backend.allocate(rows, config.intermediateSize());
        selected = backend.allocate(rows, config.hiddenSize());
        logits = backend.allocate(rows, config.vocabularySize());
    }

    @Override
    public void forward(Batch batch) {
        int rows = batch.rows();
        operators.embed(rows, parameters.embedding(), hidden);
        for (LayerParameters layer : parameters.layers()) {
            if (layer.index() == 0) {
                operators.norm(rows, layer.attentionNorm(), hidden, normed);
            } else {
                operators.addNorm(rows, layer.attentionNorm(), delta, hidden, normed);
            }
            operators.qkv(rows, layer, normed, query);
            operators.attention(rows, layer, query, attended);
            operators.linear(rows, layer.output(), attended, delta);
            operators.addNorm(rows, layer.feedForwardNorm(), delta, hidden, normed);
            operators.gateUp(rows, layer, normed, activated);
            operators.linear(rows, layer.down(), activated, delta);
        }
        Parameter norm = parameters.finalNorm();
        if (batch.scores() > 0) {
            operators.addNormSelected(RowSet.SCORED, 0, batch.scores(), norm, delta, hidden, selected);
            operators.linear(batch.scores(), parameters.outputHead(), selected, logits);
            operators.score(0, batch.scores(), logits);
        }
        if (batch.samples() > 0) {
            operators.addNormSelected(RowSet.SAMPLED, 0, batch.samples(), norm, delta, hidden, selected);
            operators.linear(batch.samples(), parameters.outputHead(), selected, logits);
            operators.sample(batch.samples(), logits);
        }
    }
}
