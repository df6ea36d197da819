package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/** Which files a workspace has and how large they are. */
final class WorkspaceLayout {

    private static final int WORD = 4;

    private final WorkspaceConfig config;
    private final ModelConfig model;
    private final int ranks;
    private final List<WorkspaceFile> files = new ArrayList<>();

    private WorkspaceLayout(WorkspaceConfig config) {
        this.config = config;
        this.model = config.model();
        this.ranks = config.ranks();
    }

    static List<WorkspaceFile> of(WorkspaceConfig config) {
        WorkspaceLayout layout = new WorkspaceLayout(config);
        layout.addAll();
        return List.copyOf(layout.files);
    }

    private void addAll() {
        long vocabulary = (long) config.paddedVocabulary() * model.hiddenSize();
        add(TensorKind.EMBEDDING, 0, 0, TensorPart.WEIGHT, vocabulary);
        add(TensorKind.FINAL_NORM, 0, 0, TensorPart.WEIGHT, model.hiddenSize());
        add(TensorKind.OUTPUT_HEAD, 0, 0, TensorPart.WEIGHT, vocabulary);
        for (int layer = 0; layer < model.layers(); layer++) {
            addLayer(layer);
        }
    }

    private void addLayer(int layer) {
        int hidden = model.hiddenSize();
        add(TensorKind.ATTENTION_NORM, layer, 0, TensorPart.WEIGHT, hidden);
        add(TensorKind.FEED_FORWARD_NORM, layer, 0, TensorPart.WEIGHT, hidden);
        if (model.qkNorm()) {
            add(TensorKind.QUERY_NORM, layer, 0, TensorPart.WEIGHT, model.headSize());
            add(TensorKind.KEY_NORM, layer, 0, TensorPart.WEIGHT, model.headSize());
        }
        int qkv = (model.queryWidth() + 2 * model.kvWidth()) / ranks;
        int intermediate = model.intermediateSize() / ranks;
        for (int rank = 0; rank < ranks; rank++) {
            linear(TensorKind.QKV, layer, rank, hidden, qkv);
            linear(TensorKind.OUTPUT, layer, rank, model.queryWidth() / ranks, hidden);
            if (model.qkvBias()) {
                add(TensorKind.QKV, layer, rank, TensorPart.BIAS, qkv);
                add(TensorKind.OUTPUT, layer, rank, TensorPart.BIAS, hidden);
            }
            if (config.weightType() == WeightType.INT4) {
                linear(TensorKind.GATE_UP, layer, rank, hidden, 2L * intermediate);
            } else {
                linear(TensorKind.GATE, layer, rank, hidden, intermediate);
                linear(TensorKind.UP, layer, rank, hidden, intermediate);
            }
            linear(TensorKind.DOWN, layer, rank, intermediate, hidden);
        }
    }

    private void linear(TensorKind kind, int layer, int rank, long inputs, long outputs) {
        if (config.weightType() == WeightType.INT4) {
            files.add(new WorkspaceFile(kind, layer, rank, TensorPart.QWEIGHT, inputs * outputs / 2));
            long groups = inputs / config.groupSize();
            files.add(new WorkspaceFile(kind, layer, rank, TensorPart.SCALES_ZEROS, groups * outputs * WORD));
        } else {
            add(kind, layer, rank, TensorPart.WEIGHT, inputs * outputs);
        }
    }

    private void add(TensorKind kind, int layer, int rank, TensorPart part, long values) {
        long bytes = values * config.weightType().dataType().bytes();
        files.add(new WorkspaceFile(kind, layer, rank, part, bytes));
    }
}
