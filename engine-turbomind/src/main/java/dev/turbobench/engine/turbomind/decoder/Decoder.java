package dev.turbobench.engine.turbomind.decoder;

import dev.turbobench.engine.turbomind.communicate.Communicator;
import dev.turbobench.engine.turbomind.communicate.SoloCommunicator;
import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.engine.turbomind.operator.RowSet;
import java.util.List;

/**
 * A model, or the share of it that one rank holds: embedding, layers, output head.
 *
 * <p>Widths inside a layer are those of the rank. Attention and feed-forward layer each end in a sum over all ranks, after which
 * the residual stream is the same everywhere; the output head ends in putting the logits of all ranks beside each other.
 */
public final class Decoder implements ForwardPass {

    private final Operators operators;
    private final ModelParameters parameters;
    private final Communicator communicator;
    private final Progress progress = new Progress();
    private final int headRows;
    private final boolean chooses;

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

    /** [headRows, tokens of the rank]; the same as {@code logits} if there is one rank. */
    private final Buffer partialLogits;

    /** [headRows, vocabulary]. */
    private final Buffer logits;

    /** Allocate the activations of a whole model on its device. */
    public Decoder(Backend backend, ModelConfig config, Capacity capacity) {
        this(backend, config, Shard.WHOLE, new SoloCommunicator(), capacity);
    }

    /**
     * Allocate the activations of a rank on its device.
     *
     * @param config the shape of the layers on this rank
     */
    public Decoder(Backend backend, ModelConfig config, Shard shard, Communicator communicator, Capacity capacity) {
        operators = backend.operators();
        parameters = backend.parameters();
        this.communicator = communicator;
        // Where the host passes the tokens on, one rank is enough to choose them.
        chooses = shard.rank() == 0 || backend.pipelineDepth() > 1;
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
        partialLogits = shard.size() == 1 ? logits : backend.allocate(headRows, shard.tokens(config.vocabularySize()));
    }

    @Override
    public void forward(Batch batch) {
        int rows = batch.rows();
        List<LayerParameters> layers = parameters.layers();
        progress.enter(Progress.Stage.EMBEDDING, 0);
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
        progress.enter(Progress.Stage.OUTPUT_HEAD, 0);
        sample(batch.samples());
        score(batch.scores());
        progress.enter(Progress.Stage.IDLE, 0);
    }

    private void attention(int rows, LayerParameters layer) {
        progress.enter(Progress.Stage.ATTENTION, layer.index());
        operators.qkv(rows, layer, normed, query);
        operators.attention(rows, layer, query, attended);
        operators.linear(rows, layer.output(), attended, delta);
        communicator.allReduceSum(rows, delta);
    }

    private void feedForward(int rows, LayerParameters layer) {
        progress.enter(Progress.Stage.FEED_FORWARD, layer.index());
        operators.gateUp(rows, layer, normed, activated);
        operators.linear(rows, layer.down(), activated, delta);
        communicator.allReduceSum(rows, delta);
    }

    private void sample(int count) {
        if (count > 0) {
            logits(RowSet.SAMPLED, 0, count);
            if (chooses) {
                operators.sample(count, logits);
            }
        }
    }

    private void score(int count) {
        for (int first = 0; first < count; first += headRows) {
            int piece = Math.min(headRows, count - first);
            logits(RowSet.SCORED, first, piece);
            if (chooses) {
                operators.score(first, piece, logits);
            }
        }
    }

    private void logits(RowSet set, int first, int count) {
        operators.addNormSelected(set, first, count, parameters.finalNorm(), delta, hidden, selected);
        operators.linear(count, parameters.outputHead(), selected, partialLogits);
        if (communicator.size() > 1) {
            communicator.allGather(count, partialLogits, logits);
        }
    }

    /** Where the pass is now, in words. */
    public String progress() {
        return progress.toString();
    }

    /** Logits of the sampled rows of the last pass, in the order of the samples; [headRows, vocabulary]. */
    public Buffer logits() {
        return logits;
    }
}
