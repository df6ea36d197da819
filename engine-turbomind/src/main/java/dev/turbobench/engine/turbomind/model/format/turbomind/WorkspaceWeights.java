package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.WeightSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds the weights of a model in the files of a workspace. */
final class WorkspaceWeights implements WeightSource, AutoCloseable {

    private final Path folder;
    private final WorkspaceConfig config;
    private final ModelConfig model;
    private final DataType dataType;
    private final BlockCache cache = new BlockCache();
    private final Map<String, RawFile> files = new HashMap<>();

    WorkspaceWeights(Path folder, WorkspaceConfig config) {
        this.folder = folder;
        this.config = config;
        this.model = config.model();
        this.dataType = config.weightType().dataType();
    }

    @Override
    public Weight weight(WeightRole role, int layer) {
        int queries = model.queryWidth() / config.ranks();
        int keys = model.kvWidth() / config.ranks();
        int head = model.headSize();
        return switch (role) {
            case EMBEDDING -> rows(TensorKind.EMBEDDING, role, layer);
            case OUTPUT_HEAD -> rows(TensorKind.OUTPUT_HEAD, role, layer);
            case FINAL_NORM -> rows(TensorKind.FINAL_NORM, role, layer);
            case ATTENTION_NORM -> rows(TensorKind.ATTENTION_NORM, role, layer);
            case FEED_FORWARD_NORM -> rows(TensorKind.FEED_FORWARD_NORM, role, layer);
            case QUERY_NORM -> headNorm(TensorKind.QUERY_NORM, layer);
            case KEY_NORM -> headNorm(TensorKind.KEY_NORM, layer);
            case QUERY -> qkv(role, layer, 0, head);
            case KEY -> qkv(role, layer, queries, head);
            case VALUE -> qkv(role, layer, queries + keys, 0);
            case QUERY_BIAS -> qkvBias(role, layer, queries, 0, head);
            case KEY_BIAS -> qkvBias(role, layer, keys, queries, head);
            case VALUE_BIAS -> qkvBias(role, layer, keys, queries + keys, 0);
            case OUTPUT -> byInputs(TensorKind.OUTPUT, role, layer);
            case OUTPUT_BIAS ->
                new RowWeight(
                        TensorKind.OUTPUT.fileName(layer, 0, TensorPart.BIAS),
                        1,
                        model.hiddenSize(),
                        dataType,
                        file(TensorKind.OUTPUT, layer, 0, TensorPart.BIAS));
            case GATE -> gateOrUp(TensorKind.GATE, role, layer, 0);
            case UP -> gateOrUp(TensorKind.UP, role, layer, 1);
            case DOWN -> byInputs(TensorKind.DOWN, role, layer);
        };
    }

    private Weight rows(TensorKind kind, WeightRole role, int layer) {
        String name = kind.fileName(layer, 0, TensorPart.WEIGHT);
        RawFile file = file(kind, layer, 0, TensorPart.WEIGHT);
        return new RowWeight(name, role.rows(model), role.columns(model), dataType, file);
    }

    private Weight headNorm(TensorKind kind, int layer) {
        RawFile[] file = {file(kind, layer, 0, TensorPart.WEIGHT)};
        String name = kind.fileName(layer, 0, TensorPart.WEIGHT);
        return new VectorWeight(name, dataType, file, model.headSize(), 0, model.headSize());
    }

    private Weight qkvBias(WeightRole role, int layer, int share, int offset, int headSize) {
        String name = TensorKind.QKV.fileName(layer, 0, TensorPart.BIAS) + " (" + role + ")";
        RawFile[] ranks = files(TensorKind.QKV, layer, TensorPart.BIAS);
        return new VectorWeight(name, dataType, ranks, share, offset, headSize);
    }

    private Weight qkv(WeightRole role, int layer, int offset, int headSize) {
        int width = (model.queryWidth() + 2 * model.kvWidth()) / config.ranks();
        return linear(TensorKind.QKV, role, layer, false, offset, width, headSize);
    }

    private Weight gateOrUp(TensorKind kind, WeightRole role, int layer, int column) {
        int share = role.rows(model) / config.ranks();
        if (config.weightType() == WeightType.INT4) {
            TiledWeight.Placement alternating = new TiledWeight.Placement(column, 2, 0);
            return tiled(TensorKind.GATE_UP, role, layer, false, alternating, 2 * share);
        }
        return linear(kind, role, layer, false, 0, share, 0);
    }

    private Weight byInputs(TensorKind kind, WeightRole role, int layer) {
        return linear(kind, role, layer, true, 0, role.rows(model), 0);
    }

    private Weight linear(
            TensorKind kind, WeightRole role, int layer, boolean byInputs, int offset, int width, int headSize) {
        if (config.weightType() == WeightType.INT4) {
            return tiled(kind, role, layer, byInputs, new TiledWeight.Placement(offset, 1, headSize), width);
        }
        return new TransposedWeight(
                kind.fileName(layer, 0, TensorPart.WEIGHT) + " (" + role + ")",
                role.rows(model),
                role.columns(model),
                dataType,
                files(kind, layer, TensorPart.WEIGHT),
                byInputs,
                offset,
                width,
                headSize,
                cache);
    }

    private Weight tiled(
            TensorKind kind, WeightRole role, int layer, boolean byInputs, TiledWeight.Placement placement, int width) {
        return new TiledWeight(
                kind.fileName(layer, 0, TensorPart.QWEIGHT) + " (" + role + ")",
                role.rows(model),
                role.columns(model),
                config.groupSize(),
                files(kind, layer, TensorPart.QWEIGHT),
                files(kind, layer, TensorPart.SCALES_ZEROS),
                byInputs,
                placement,
                width);
    }

    private RawFile[] files(TensorKind kind, int layer, TensorPart part) {
        RawFile[] result = new RawFile[config.ranks()];
        for (int rank = 0; rank < result.length; rank++) {
            result[rank] = file(kind, layer, rank, part);
        }
        return result;
    }

    private RawFile file(TensorKind kind, int layer, int rank, TensorPart part) {
        return files.computeIfAbsent(kind.fileName(layer, rank, part), name -> new RawFile(folder.resolve(name)));
    }

    @Override
    public void close() {
        files.values().forEach(RawFile::close);
    }
}
