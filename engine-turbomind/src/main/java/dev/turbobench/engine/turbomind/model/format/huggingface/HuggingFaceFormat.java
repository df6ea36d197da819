package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelFormat;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder as transformers saves a model. */
public final class HuggingFaceFormat implements ModelFormat {

    private static final String OTHER_CHECKPOINTS = "*.{bin,pt,pth,ckpt,gguf,h5,msgpack}";

    @Override
    public String description() {
        return "a Hugging Face folder (%s and *.safetensors)".formatted(HuggingFaceConfig.FILE_NAME);
    }

    @Override
    public boolean recognises(Path folder) {
        return Files.exists(folder.resolve(HuggingFaceConfig.FILE_NAME));
    }

    @Override
    public Model open(String name, Path folder) {
        Path file = folder.resolve(HuggingFaceConfig.FILE_NAME);
        JsonSection json = new JsonSection(JsonFile.read(file), file.toString());
        ModelConfig config = HuggingFaceConfig.read(json, () -> storedType(folder));
        requireSafetensors(folder);
        SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder);
        try {
            CheckpointWeights weights = new CheckpointWeights(folder, config, checkpoint);
            weights.check();
            return new HuggingFaceModel(name, config, weights.collect(config), checkpoint);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Get the type of the first weights that have one; a checkpoint is saved in one type. */
    private static Optional<DataType> storedType(Path folder) {
        if (!SafetensorsCheckpoint.in(folder)) {
            return Optional.empty();
        }
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            return checkpoint.names().stream()
                    .sorted()
                    .flatMap(name -> checkpoint.tensor(name).stream())
                    .flatMap(tensor -> tensor.dataType().stream())
                    .findFirst();
        }
    }

    private static void requireSafetensors(Path folder) {
        if (SafetensorsCheckpoint.in(folder)) {
            return;
        }
        Optional<String> other = otherCheckpoint(folder);
        if (other.isPresent()) {
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "%s: expected *.safetensors files, found %s, which cannot be read; convert the checkpoint to safetensors"
                            .formatted(folder, Excerpt.of(other.get())));
        }
        throw new BenchmarkException(
                MODEL_INVALID,
                "%s: expected *.safetensors files beside %s, found none; for random weights use synthetic:%s"
                        .formatted(folder, HuggingFaceConfig.FILE_NAME, folder));
    }

    private static Optional<String> otherCheckpoint(Path folder) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, OTHER_CHECKPOINTS)) {
            for (Path file : found) {
                return Optional.of(file.getFileName().toString());
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: cannot be listed: %s".formatted(folder, JsonFile.reason(e)), e);
        }
    }

    private record HuggingFaceModel(
            String name, ModelConfig config, ModelWeights weights, SafetensorsCheckpoint checkpoint) implements Model {

        @Override
        public boolean synthetic() {
            return false;
        }

        @Override
        public void close() {
            checkpoint.close();
        }
    }
}
