package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All tensors of a checkpoint: {@code model.safetensors}, or else the files that {@code model.safetensors.index.json}
 * names, or else all {@code *.safetensors} of the folder.
 */
public final class SafetensorsCheckpoint implements AutoCloseable {

    private static final String SINGLE = "model.safetensors";

    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private SafetensorsCheckpoint() {}

    /** Tell whether a folder has any safetensors file or an index of such files. */
    public static boolean in(Path folder) {
        return Files.exists(folder.resolve(ShardIndex.NAME)) || !list(folder).isEmpty();
    }

    /** Open all files and check their headers. */
    public static SafetensorsCheckpoint open(Path folder) {
        SafetensorsCheckpoint checkpoint = new SafetensorsCheckpoint();
        try {
            checkpoint.openFiles(folder);
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void openFiles(Path folder) {
        Path index = folder.resolve(ShardIndex.NAME);
        if (Files.exists(folder.resolve(SINGLE))) {
            add(folder.resolve(SINGLE));
        } else if (Files.exists(index)) {
            ShardIndex shards = ShardIndex.read(index);
            shards.shards().forEach(shard -> add(folder.resolve(shard)));
            check(shards);
        } else {
            list(folder).forEach(this::add);
        }
    }

    private void add(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        for (TensorEntry entry : file.entries()) {
            StoredTensor before = tensors.put(entry.name(), new StoredTensor(file, entry));
            if (before != null) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: tensor %s is also in %s; remove the file that does not belong to the model"
                                .formatted(
                                        path,
                                        Excerpt.of(entry.name()),
                                        before.file().getFileName()));
            }
        }
    }

    private void check(ShardIndex index) {
        List<String> wrong = new ArrayList<>();
        index.shardOf().forEach((name, shard) -> {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || !tensor.file().endsWith(shard)) {
                wrong.add("%s (%s)".formatted(name, shard));
            }
        });
        if (!wrong.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: %d tensors are not in the file that it says: %s"
                            .formatted(index.file(), wrong.size(), Excerpt.of(wrong)));
        }
    }

    /** Find a tensor by its name. */
    public Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Names of all tensors. */
    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }

    private static List<Path> list(Path folder) {
        List<Path> result = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.safetensors")) {
            found.forEach(result::add);
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: cannot be listed: %s".formatted(folder, JsonFile.reason(e)), e);
        }
        result.sort(null);
        return result;
    }
}
