package dev.turbobench.engine.turbomind.model.synthetic;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.WeightSource;
import dev.turbobench.engine.turbomind.model.format.huggingface.HuggingFaceConfig;
import dev.turbobench.engine.turbomind.model.format.huggingface.TensorNames;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models that are only a configuration: one of those that come with TurboBench, or the user's own. */
public final class SyntheticModels {

    /** What their names begin with. */
    public static final String PREFIX = "synthetic:";

    private static final List<String> NAMES = List.of(
            "tiny",
            "llama-2-7b",
            "llama-2-13b",
            "llama-2-70b",
            "llama-3-8b",
            "internlm-7b",
            "internlm-20b",
            "qwen2-7b");

    private SyntheticModels() {}

    /** The configurations that come with TurboBench. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Open a model.
     *
     * @param model {@link #PREFIX} and one of {@link #names}, or the path of a configuration or of a folder with one
     */
    public static Model open(String model) {
        String name = model.substring(PREFIX.length());
        ModelConfig config = HuggingFaceConfig.read(NAMES.contains(name) ? bundled(name) : fromFile(name));
        WeightSource source = (role, layer) -> {
            String tensor = TensorNames.common(role, layer);
            int columns = role.columns(config);
            return new SyntheticWeight(
                    tensor, role.rows(config), columns, config.dataType(), RandomValues.of(tensor, role, columns));
        };
        return new SyntheticModel(model, config, source.collect(config));
    }

    private static JsonSection bundled(String name) {
        String resource = name + ".json";
        try (InputStream stream = SyntheticModels.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            Path path = Path.of(resource);
            return new JsonSection(JsonFile.parse(stream.readAllBytes(), path, "the configuration"), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSection fromFile(String name) {
        Path file = configFile(name);
        if (file == null) {
            throw new BenchmarkException(
                    MODEL_NOT_FOUND,
                    "no such synthetic model: \"%s\"; expected one of %s, or the path of a %s"
                            .formatted(Excerpt.of(name), String.join(", ", NAMES), HuggingFaceConfig.FILE_NAME));
        }
        return new JsonSection(JsonFile.read(file), file.toString());
    }

    private static @Nullable Path configFile(String name) {
        if (name.isBlank()) {
            return null;
        }
        try {
            Path path = Path.of(name);
            Path inFolder = path.resolve(HuggingFaceConfig.FILE_NAME);
            if (Files.isRegularFile(path)) {
                return path;
            }
            return Files.isRegularFile(inFolder) ? inFolder : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private record SyntheticModel(String name, ModelConfig config, ModelWeights weights) implements Model {

        @Override
        public boolean synthetic() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
