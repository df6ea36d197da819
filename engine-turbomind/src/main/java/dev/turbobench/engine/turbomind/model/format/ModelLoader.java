package dev.turbobench.engine.turbomind.model.format;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelFormat;
import dev.turbobench.engine.turbomind.model.format.huggingface.HuggingFaceFormat;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.turbomind.WorkspaceFormat;
import dev.turbobench.engine.turbomind.model.synthetic.SyntheticModels;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Opens models by what users write: {@code synthetic:NAME} or the path of a folder. */
public final class ModelLoader {

    private static final List<ModelFormat> FORMATS = List.of(new HuggingFaceFormat(), new WorkspaceFormat());

    private ModelLoader() {}

    /**
     * Open a model.
     *
     * @param model the model as the user named it
     * @return the model, to be closed
     * @throws BenchmarkException if there is no such model, it is damaged, or it is not supported
     */
    public static Model open(String model) {
        if (model.startsWith(SyntheticModels.PREFIX)) {
            return SyntheticModels.open(model);
        }
        Path folder = folder(model);
        for (ModelFormat format : FORMATS) {
            if (format.recognises(folder)) {
                return format.open(model, folder);
            }
        }
        throw new BenchmarkException(MODEL_INVALID, "%s: expected %s".formatted(folder, expected()));
    }

    private static Path folder(String model) {
        if (model.isBlank()) {
            throw notFound(model, "");
        }
        try {
            Path path = Path.of(model);
            if (Files.isDirectory(path)) {
                return path;
            }
            if (Files.exists(path)) {
                throw new BenchmarkException(
                        MODEL_INVALID, "%s: expected %s, found a file".formatted(path, expected()));
            }
            if (!Files.notExists(path)) {
                throw new BenchmarkException(
                        MODEL_INVALID, "%s: cannot be looked at; is one of its folders closed to you?".formatted(path));
            }
            throw notFound(model, "");
        } catch (InvalidPathException e) {
            throw notFound(model, ": " + Excerpt.of(e.getReason()));
        }
    }

    private static BenchmarkException notFound(String model, String detail) {
        return new BenchmarkException(
                MODEL_NOT_FOUND,
                "no such model: \"%s\"%s; expected %s, or %s followed by one of %s"
                        .formatted(
                                Excerpt.of(model),
                                detail,
                                expected(),
                                SyntheticModels.PREFIX,
                                String.join(", ", SyntheticModels.names())));
    }

    private static String expected() {
        return FORMATS.stream().map(ModelFormat::description).collect(Collectors.joining(" or "));
    }
}
