package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.WeightSource;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.engine.turbomind.model.format.safetensors.StoredTensor;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the weights of a model among the tensors of a checkpoint. Tensors that the model does not need are ignored, as
 * old checkpoints hold rotary frequencies and some hold a copy of tied embeddings; but not those that show that the
 * configuration belongs to another model.
 */
final class CheckpointWeights implements WeightSource {

    private final Path folder;
    private final ModelConfig config;
    private final CheckpointLayout layout;
    private final SafetensorsCheckpoint checkpoint;
    private final String prefix;

    CheckpointWeights(Path folder, ModelConfig config, SafetensorsCheckpoint checkpoint) {
        this.folder = folder;
        this.config = config;
        this.layout = CheckpointLayout.of(config);
        this.checkpoint = checkpoint;
        // A checkpoint of the decoder without its head has no prefix.
        String embedding = layout.unprefixed(WeightRole.EMBEDDING, 0);
        this.prefix = checkpoint.tensor(embedding).isPresent() ? "" : layout.prefix();
    }

    /** Check that everything is there, with the right shape and in a type that can be read. */
    void check() {
        Set<String> missing = new LinkedHashSet<>();
        List<BenchmarkException> wrong = new ArrayList<>();
        for (WeightRole role : WeightRole.values()) {
            int layers = role.inLayer() ? config.layers() : 1;
            for (int layer = 0; role.isPresent(config) && layer < layers; layer++) {
                String name = name(role, layer);
                checkpoint.tensor(name).ifPresentOrElse(tensor -> check(role, tensor, wrong), () -> missing.add(name));
            }
        }
        if (!missing.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: the checkpoint lacks %d of the tensors that its configuration asks for: %s"
                            .formatted(folder, missing.size(), Excerpt.of(List.copyOf(missing))));
        }
        if (!wrong.isEmpty()) {
            throw wrong.get(0);
        }
        refuseMoreThanConfigured();
    }

    private void refuseMoreThanConfigured() {
        refuse(name(WeightRole.ATTENTION_NORM, config.layers()), "has only %d layers".formatted(config.layers()));
        for (WeightRole role : WeightRole.values()) {
            if (role.isBias() && !role.isPresent(config)) {
                refuse(name(role, 0), "has no such bias");
            }
        }
    }

    private void refuse(String name, String configured) {
        checkpoint.tensor(name).ifPresent(tensor -> {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: found tensor %s, but the model of %s %s; use the configuration that belongs to the checkpoint"
                            .formatted(tensor.file(), name, HuggingFaceConfig.FILE_NAME, configured));
        });
    }

    private void check(WeightRole role, StoredTensor tensor, List<BenchmarkException> wrong) {
        List<Long> expected = shape(role);
        if (!tensor.shape().equals(expected)) {
            wrong.add(new BenchmarkException(
                    MODEL_INVALID,
                    "%s: tensor %s: expected shape %s, as the configuration says, found %s"
                            .formatted(
                                    tensor.file(),
                                    tensor.name(),
                                    expected,
                                    Excerpt.of(tensor.shape().toString()))));
        } else if (tensor.dataType().isEmpty()) {
            wrong.add(new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "%s: tensor %s: weights of type %s are not supported; supported are F32, F16, BF16"
                            .formatted(tensor.file(), tensor.name(), tensor.typeName())));
        }
    }

    private List<Long> shape(WeightRole role) {
        long rows = layout.storedRows(role);
        return role.isVector() ? List.of(rows) : List.of(rows, (long) role.columns(config));
    }

    @Override
    public Weight weight(WeightRole role, int layer) {
        StoredTensor tensor = checkpoint.tensor(name(role, layer)).orElseThrow();
        return layout.finished(role, tensor.weight(layout.rows(role)));
    }

    private String name(WeightRole role, int layer) {
        String name = layout.unprefixed(role, layer);
        return role == WeightRole.OUTPUT_HEAD ? name : prefix + name;
    }
}
