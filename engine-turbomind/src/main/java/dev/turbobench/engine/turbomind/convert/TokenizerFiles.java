package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;

import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a model folder that belong into the folder {@code tokenizer} of a workspace. */
final class TokenizerFiles {

    private static final List<String> VOCABULARIES = List.of("tokenizer.model", "qwen.tiktoken");
    private static final String ALWAYS = "*.{json,py}";

    private TokenizerFiles() {}

    /**
     * Find the files.
     *
     * @param model folder of the model; {@code null} if it has none
     * @param tokenizer a vocabulary that is elsewhere; {@code null} if it is in the folder of the model
     */
    static List<Path> find(@Nullable Path model, @Nullable Path tokenizer) {
        List<Path> files = new ArrayList<>();
        if (tokenizer != null) {
            if (!Files.isRegularFile(tokenizer)) {
                throw new BenchmarkException(
                        MODEL_NOT_FOUND,
                        "%s: expected the file of a tokenizer, such as tokenizer.model, found none"
                                .formatted(tokenizer));
            }
            files.add(tokenizer);
        }
        if (model == null || !Files.isDirectory(model)) {
            return files;
        }
        if (tokenizer == null) {
            VOCABULARIES.stream()
                    .map(model::resolve)
                    .filter(Files::isRegularFile)
                    .limit(1)
                    .forEach(files::add);
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(model, ALWAYS)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_NOT_FOUND, "%s: cannot be listed: %s".formatted(model, JsonFile.reason(e)), e);
        }
        return files;
    }

    /** True if any of the files holds a vocabulary. */
    static boolean haveVocabulary(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .anyMatch(name -> VOCABULARIES.contains(name) || name.equals("tokenizer.json"));
    }

    static void copy(List<Path> files, Path folder) throws IOException {
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
    }
}
