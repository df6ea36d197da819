package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the content of each file of a workspace whose weights are not packed. */
final class TensorWriter {

    /** Values that are transposed at a time: 128 MiB. */
    private static final int SLAB = 64 << 20;

    private static final int ROWS_AT_ONCE = 1 << 19;

    private final ModelConfig model;
    private final ModelWeights weights;
    private final int ranks;
    private final int paddedVocabulary;
    private final ValueReader reader;
    private final int slab;

    TensorWriter(WorkspaceConfig config, ModelWeights weights) {
        this(config, weights, SLAB);
    }

    TensorWriter(WorkspaceConfig config, ModelWeights weights, int slab) {
        this.model = config.model();
        this.weights = weights;
        this.ranks = config.ranks();
        this.paddedVocabulary = config.paddedVocabulary();
        this.reader = new ValueReader(config.weightType().dataType());
        this.slab = slab;
    }

    void write(WorkspaceFile file, FileOutput output) throws IOException {
        switch (file.kind()) {
            case EMBEDDING -> rows(weights.embedding(), output);
            case OUTPUT_HEAD -> rows(weights.outputHead(), output);
            case FINAL_NORM -> vector(weights.finalNorm(), 0, output);
            case ATTENTION_NORM, FEED_FORWARD_NORM, QUERY_NORM, KEY_NORM, QKV, OUTPUT, GATE, UP, GATE_UP, DOWN ->
                writeInLayer(file, weights.layers().get(file.layer()), output);
        }
    }

    private void writeInLayer(WorkspaceFile file, LayerWeights layer, FileOutput output) throws IOException {
        int rank = file.rank();
        boolean bias = file.part() == TensorPart.BIAS;
        switch (file.kind()) {
            case ATTENTION_NORM -> vector(layer.attentionNorm(), 0, output);
            case FEED_FORWARD_NORM -> vector(layer.feedForwardNorm(), 0, output);
            case QUERY_NORM -> vector(Objects.requireNonNull(layer.queryNorm()), model.headSize(), output);
            case KEY_NORM -> vector(Objects.requireNonNull(layer.keyNorm()), model.headSize(), output);
            case QKV -> {
                if (bias) {
                    qkvBias(layer, rank, output);
                } else {
                    transposed(qkv(model, ranks, rank, layer), 0, model.hiddenSize(), output);
                }
            }
            case OUTPUT -> {
                if (bias) {
                    outputBias(layer.outputBias(), output);
                } else {
                    inputs(layer.output(), rank, output);
                }
            }
            case GATE -> outputs(layer.gate(), rank, output);
            case UP -> outputs(layer.up(), rank, output);
            case DOWN -> inputs(layer.down(), rank, output);
            case EMBEDDING, FINAL_NORM, OUTPUT_HEAD, GATE_UP ->
                throw new IllegalArgumentException("not a plain tensor of a layer: " + file.name());
        }
    }

    /** Query, key and value of a rank, side by side. */
    static List<Columns> qkv(ModelConfig model, int ranks, int rank, LayerWeights layer) {
        return qkv(model, ranks, rank, layer.query(), layer.key(), layer.value());
    }

    private static List<Columns> qkv(ModelConfig model, int ranks, int rank, Weight query, Weight key, Weight value) {
        int queries = model.queryWidth() / ranks;
        int keys = model.kvWidth() / ranks;
        return List.of(
                new Columns(query, rank * queries, queries, model.headSize()),
                new Columns(key, rank * keys, keys, model.headSize()),
                new Columns(value, rank * keys, keys, 0));
    }

    private void qkvBias(LayerWeights layer, int rank, FileOutput output) throws IOException {
        Weight query = Objects.requireNonNull(layer.queryBias());
        Weight key = Objects.requireNonNull(layer.keyBias());
        Weight value = Objects.requireNonNull(layer.valueBias());
        for (Columns part : qkv(model, ranks, rank, query, key, value)) {
            short[] all = reader.read(part.weight(), 0, 1);
            short[] ordered = new short[part.count()];
            for (int i = 0; i < part.count(); i++) {
                ordered[part.column(i)] = all[part.firstRow() + i];
            }
            output.write(ordered, 0, ordered.length);
        }
    }

    private void outputBias(@Nullable Weight bias, FileOutput output) throws IOException {
        if (bias == null) {
            output.writeZeros(model.hiddenSize());
        } else {
            vector(bias, 0, output);
        }
    }

    private void vector(Weight weight, int headSize, FileOutput output) throws IOException {
        short[] values = reader.read(weight, 0, 1);
        short[] ordered = values.clone();
        if (headSize > 0) {
            for (int i = 0; i < values.length; i++) {
                ordered[RotaryOrder.column(i, headSize)] = values[i];
            }
        }
        output.write(ordered, 0, ordered.length);
    }

    private void rows(Weight weight, FileOutput output) throws IOException {
        int step = Math.max(1, ROWS_AT_ONCE / weight.columns());
        for (int row = 0; row < weight.rows(); row += step) {
            short[] values = reader.read(weight, row, Math.min(step, weight.rows() - row));
            output.write(values, 0, values.length);
        }
        output.writeZeros((long) (paddedVocabulary - weight.rows()) * weight.columns());
    }

    /** A rank's share of the outputs. */
    private void outputs(Weight weight, int rank, FileOutput output) throws IOException {
        int share = weight.rows() / ranks;
        transposed(List.of(new Columns(weight, rank * share, share, 0)), 0, weight.columns(), output);
    }

    /** A rank's share of the inputs. */
    private void inputs(Weight weight, int rank, FileOutput output) throws IOException {
        int share = weight.columns() / ranks;
        transposed(List.of(new Columns(weight, 0, weight.rows(), 0)), rank * share, share, output);
    }

    /** Writes [inputs, columns], as many inputs at a time as fit in memory. */
    private void transposed(List<Columns> parts, int firstInput, int inputs, FileOutput output) throws IOException {
        int width = parts.stream().mapToInt(Columns::count).sum();
        int step = Math.max(1, Math.min(inputs, slab / width));
        short[] values = new short[step * width];
        for (int input = 0; input < inputs; input += step) {
            int count = Math.min(step, inputs - input);
            int column = 0;
            for (Columns part : parts) {
                transpose(part, firstInput + input, count, values, column, width);
                column += part.count();
            }
            output.write(values, 0, count * width);
        }
    }

    private void transpose(Columns part, int firstInput, int inputs, short[] values, int column, int width) {
        int block = part.block();
        int length = part.weight().columns();
        for (int first = 0; first < part.count(); first += block) {
            int rows = Math.min(block, part.count() - first);
            short[] source = reader.read(part.weight(), part.firstRow() + first, rows);
            int[] target = new int[rows];
            for (int row = 0; row < rows; row++) {
                target[row] = column + part.column(first + row);
            }
            for (int input = 0; input < inputs; input++) {
                int line = input * width;
                int from = firstInput + input;
                for (int row = 0; row < rows; row++) {
                    values[line + target[row]] = source[row * length + from];
                }
            }
        }
    }
}
