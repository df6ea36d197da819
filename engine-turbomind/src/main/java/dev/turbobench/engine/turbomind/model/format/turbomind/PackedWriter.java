package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.LayerWeights;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.util.List;

/** Writes the linear layers of a workspace in 4 bits. */
final class PackedWriter {

    private final WorkspaceConfig config;
    private final ModelConfig model;
    private final ModelWeights weights;
    private final int ranks;

    PackedWriter(WorkspaceConfig config, ModelWeights weights) {
        this.config = config;
        this.model = config.model();
        this.weights = weights;
        this.ranks = config.ranks();
    }

    void write(WorkspaceFile file, FileOutput output) throws IOException {
        LayerWeights layer = weights.layers().get(file.layer());
        int rank = file.rank();
        switch (file.kind()) {
            case QKV -> write(file, TensorWriter.qkv(model, ranks, rank, layer), 1, 0, model.hiddenSize(), output);
            case GATE_UP -> {
                int share = model.intermediateSize() / ranks;
                List<Columns> parts = List.of(
                        new Columns(layer.gate(), rank * share, share, 0),
                        new Columns(layer.up(), rank * share, share, 0));
                write(file, parts, 2, 0, model.hiddenSize(), output);
            }
            case OUTPUT -> byInputs(file, layer.output(), output);
            case DOWN -> byInputs(file, layer.down(), output);
            case EMBEDDING,
                    FINAL_NORM,
                    OUTPUT_HEAD,
                    ATTENTION_NORM,
                    FEED_FORWARD_NORM,
                    QUERY_NORM,
                    KEY_NORM,
                    GATE,
                    UP -> throw new IllegalArgumentException("not packed: " + file.name());
        }
    }

    private void byInputs(WorkspaceFile file, Weight weight, FileOutput output) throws IOException {
        int share = weight.columns() / ranks;
        List<Columns> parts = List.of(new Columns(weight, 0, weight.rows(), 0));
        write(file, parts, 1, file.rank() * share, share, output);
    }

    /** Parts follow each other if the stride is 1; otherwise their outputs alternate. */
    private void write(WorkspaceFile file, List<Columns> parts, int stride, int firstInput, int inputs, FileOutput out)
            throws IOException {
        int width = parts.stream().mapToInt(Columns::count).sum();
        boolean scales = file.part() == TensorPart.SCALES_ZEROS;
        int groups = inputs / config.groupSize();
        int[] words = new int[scales ? groups * width : Math.toIntExact((long) inputs * width / 8)];
        int base = 0;
        for (Columns part : parts) {
            PackedWeight weight = packed(part.weight());
            for (int first = 0; first < part.count(); first += PackedWeight.BLOCK) {
                int rows = Math.min(PackedWeight.BLOCK, part.count() - first);
                PackedWeight.Quantised block = weight.quantised(part.firstRow() + first, rows, !scales);
                for (int i = 0; i < rows; i++) {
                    int column = base + stride * part.column(first + i);
                    if (scales) {
                        int from = i * weight.groups() + firstInput / config.groupSize();
                        for (int group = 0; group < groups; group++) {
                            words[group * width + column] =
                                    ScaleZero.of(block.scales()[from + group], block.zeros()[from + group]);
                        }
                    } else {
                        int from = i * weight.columns() + firstInput;
                        FragmentOrder.pack(block.values(), from, inputs, column, width, words);
                    }
                }
            }
            base += stride == 1 ? part.count() : 1;
        }
        out.write(words, 0, words.length);
    }

    private PackedWeight packed(Weight weight) {
        if (weight instanceof PackedWeight packed && packed.groupSize() == config.groupSize()) {
            return packed;
        }
        throw new BenchmarkException(
                MODEL_UNSUPPORTED,
                "%s: expected int4 weights with a group size of %d; quantise the model with AWQ first"
                        .formatted(weight.name(), config.groupSize()));
    }
}
