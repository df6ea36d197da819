package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelFormat;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A workspace as LMDeploy 0.1 and {@code turbobench convert} write it, or its folder {@code weights}. */
public final class WorkspaceFormat implements ModelFormat {

    /** Keys whose change would make the files mean something else. */
    private static final List<String> STRUCTURE = List.of(
            "tensor_para_size",
            "head_num",
            "kv_head_num",
            "vocab_size",
            "num_layer",
            "inter_size",
            "attn_bias",
            "weight_type",
            "rotary_embedding",
            "size_per_head",
            "group_size");

    @Override
    public String description() {
        return "a TurboMind workspace (%s)".formatted(WorkspaceFolder.WEIGHTS);
    }

    @Override
    public boolean recognises(Path folder) {
        return WorkspaceFolder.weights(folder) != null;
    }

    @Override
    public Model open(String name, Path folder) {
        Path weights = Objects.requireNonNull(WorkspaceFolder.weights(folder));
        WorkspaceConfig config = ConfigReader.read(config(weights));
        EngineSettings settings =
                EngineSettings.read(config(weights), Fingerprints.read(weights).keys(), Optional.empty());
        check(weights, config);
        WorkspaceWeights source = new WorkspaceWeights(weights, config);
        return new Workspace(name, config.model(), source.collect(config.model()), settings.warnings(), source);
    }

    /** The configuration of a workspace that can be read. */
    static Path config(Path weights) {
        Path config = weights.resolve(WorkspaceFolder.CONFIG);
        if (Files.isRegularFile(config)) {
            return config;
        }
        if (Files.exists(weights.resolve(WorkspaceFolder.LATER_CONFIG))) {
            throw new BenchmarkException(
                    MODEL_UNSUPPORTED,
                    "%s: workspaces of LMDeploy 0.6 to 0.9 (config.yaml) cannot be read; convert the Hugging Face folder with turbobench convert"
                            .formatted(weights.resolve(WorkspaceFolder.LATER_CONFIG)));
        }
        throw new BenchmarkException(
                MODEL_INVALID, "%s: expected %s, found no such file".formatted(weights, WorkspaceFolder.CONFIG));
    }

    private static void check(Path folder, WorkspaceConfig config) {
        List<WorkspaceFile> files = WorkspaceLayout.of(config);
        List<String> problems = new ArrayList<>();
        for (WorkspaceFile file : files) {
            Path path = folder.resolve(file.name());
            try {
                if (!Files.isRegularFile(path)) {
                    problems.add(file.name() + " is missing");
                } else if (Files.size(path) != file.bytes()) {
                    problems.add(
                            "%s has %d bytes instead of %d".formatted(file.name(), Files.size(path), file.bytes()));
                }
            } catch (IOException e) {
                problems.add("%s cannot be read: %s".formatted(file.name(), JsonFile.reason(e)));
            }
        }
        if (problems.isEmpty()) {
            checkFingerprints(folder, files, problems);
        }
        if (!problems.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: %d of %d files are not what config.ini asks for: %s; convert the model again"
                            .formatted(folder, problems.size(), files.size(), String.join(", ", problems)));
        }
    }

    private static void checkFingerprints(Path folder, List<WorkspaceFile> files, List<String> problems) {
        Fingerprints fingerprints = Fingerprints.read(folder);
        fingerprints.changed(folder, files).forEach(name -> problems.add(name + " has other content than was written"));
        IniSection section = ConfigReader.mainSection(config(folder));
        Map<String, String> before = fingerprints.keys();
        before.forEach((key, written) -> {
            boolean same = section.has(key) && section.text(key).equals(written);
            if (!same && (!section.has(key) || STRUCTURE.contains(key))) {
                problems.add("config.ini must say %s = %s".formatted(key, written));
            }
        });
    }

    private record Workspace(
            String name, ModelConfig config, ModelWeights weights, List<String> notices, WorkspaceWeights source)
            implements Model {

        @Override
        public boolean synthetic() {
            return false;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
