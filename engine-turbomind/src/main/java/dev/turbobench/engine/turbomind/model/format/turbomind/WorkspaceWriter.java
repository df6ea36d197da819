package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Writes a model as a workspace. */
public final class WorkspaceWriter {

    private final WorkspaceConfig config;
    private final List<WorkspaceFile> files;

    private WorkspaceWriter(WorkspaceConfig config) {
        this.config = config;
        this.files = WorkspaceLayout.of(config);
    }

    /**
     * Plan a workspace.
     *
     * @param modelName name of the chat template
     * @param model the model
     * @param ranks into how many parts to split the linear layers
     * @param weightType how to store the weights
     * @param groupSize input features that share a scale; 0 unless the weights are packed
     * @throws BenchmarkException if the model cannot be split or packed like this
     */
    public static WorkspaceWriter of(
            String modelName, ModelConfig model, int ranks, WeightType weightType, int groupSize) {
        int sessionLength = ChatTemplates.sessionLength(modelName, model);
        return new WorkspaceWriter(new WorkspaceConfig(modelName, ranks, weightType, groupSize, sessionLength, model));
    }

    /** Name and size of every weight file, in the order in which they are written. */
    public Map<String, Long> files() {
        Map<String, Long> result = new LinkedHashMap<>();
        files.forEach(file -> result.put(file.name(), file.bytes()));
        return result;
    }

    /** Size of all weight files. */
    public long bytes() {
        return files.stream().mapToLong(WorkspaceFile::bytes).sum();
    }

    /** The text of {@code config.ini}. */
    public String ini() {
        return ConfigWriter.ini(config);
    }

    /** In what the workspace goes beyond the format of LMDeploy 0.1, so that its readers would be wrong. */
    public List<String> extensions() {
        return config.extensions();
    }

    /**
     * Write the folders {@code weights} and {@code tokenizer}, which is left empty.
     *
     * @param folder the workspace, which must be an empty folder
     * @param weights the weights
     * @param written told how many bytes were written since the last time
     * @return the folder for the files of the tokenizer
     * @throws IOException if the disk is full or cannot be written
     */
    public Path write(Path folder, ModelWeights weights, LongConsumer written) throws IOException {
        Path target = Files.createDirectories(folder.resolve(WorkspaceFolder.WEIGHTS));
        Path tokenizer = Files.createDirectories(folder.resolve(WorkspaceFolder.TOKENIZER));
        TensorWriter tensors = new TensorWriter(config, weights);
        PackedWriter packed = new PackedWriter(config, weights);
        for (WorkspaceFile file : files) {
            try (FileOutput output = new FileOutput(target.resolve(file.name()), written)) {
                switch (file.part()) {
                    case WEIGHT, BIAS -> tensors.write(file, output);
                    case QWEIGHT, SCALES_ZEROS -> packed.write(file, output);
                }
                long bytes = output.finish();
                if (bytes != file.bytes()) {
                    throw new BenchmarkException(
                            INTERNAL_ERROR,
                            "%s: %d bytes were planned and %d written; please report this"
                                    .formatted(file.name(), file.bytes(), bytes));
                }
            }
        }
        Files.writeString(target.resolve(WorkspaceFolder.CONFIG), ini(), StandardCharsets.UTF_8);
        Fingerprints.write(target, files, config);
        return tokenizer;
    }
}
