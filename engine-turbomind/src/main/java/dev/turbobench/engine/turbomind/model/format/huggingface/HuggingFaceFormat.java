package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelFormat;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import dev.turbobench.engine.turbomind.model.format.safetensors.SafetensorsCheckpoint;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder as transformers saves a model. */
public final class HuggingFaceFormat implements ModelFormat {

    private static final List<String> OTHER_CHECKPOINTS =
            List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth", "model.gguf");

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
        ModelConfig config = HuggingFaceConfig.read(new JsonSection(JsonFile.read(file), file.toString()));
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

    private static void requireSafetensors(Path folder) {
        if (SafetensorsCheckpoint.in(folder)) {
            return;
        }
        for (String other : OTHER_CHECKPOINTS) {
            if (Files.exists(folder.resolve(other))) {
                throw new BenchmarkException(
                        MODEL_UNSUPPORTED,
                        "%s: expected *.safetensors files, found %s, which cannot be read; convert the checkpoint to safetensors"
                                .formatted(folder, other));
            }
        }
        throw new BenchmarkException(
                MODEL_INVALID,
                "%s: expected *.safetensors files beside %s, found none; for random weights use synthetic:%s"
                        .formatted(folder, HuggingFaceConfig.FILE_NAME, folder));
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
