package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The file that says which tensor is in which file of a checkpoint.
 *
 * @param file the index
 * @param shardOf name of the file by name of the tensor
 */
record ShardIndex(Path file, Map<String, String> shardOf) {

    static final String NAME = "model.safetensors.index.json";

    /** Read an index and check that the files it names are there. */
    static ShardIndex read(Path file) {
        JsonNode map = JsonFile.read(file).get("weight_map");
        if (!(map instanceof ObjectNode object) || object.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: expected weight_map to be an object that names tensors".formatted(file));
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            shardOf.put(property.getKey(), fileName(file, property));
        }
        ShardIndex index = new ShardIndex(file, shardOf);
        index.checkPresence();
        return index;
    }

    private static String fileName(Path file, Map.Entry<String, JsonNode> property) {
        String name = property.getValue().asText();
        // A name with a folder in it could point anywhere.
        if (!property.getValue().isTextual()
                || !name.endsWith(".safetensors")
                || !name.equals(Excerpt.of(name))
                || name.contains("/")
                || name.contains("\\")) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: weight_map: expected %s to be in a *.safetensors file of this folder, found %s"
                            .formatted(file, Excerpt.of(property.getKey()), Excerpt.of(name)));
        }
        return name;
    }

    /** Names of the files, sorted. */
    List<String> shards() {
        return List.copyOf(new TreeSet<>(shardOf.values()));
    }

    private void checkPresence() {
        List<String> missing = shards().stream()
                .filter(shard -> !Files.isRegularFile(file.resolveSibling(shard)))
                .toList();
        if (!missing.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: %d of the %d files it names are missing: %s; download them or fix the index"
                            .formatted(file, missing.size(), shards().size(), Excerpt.of(missing)));
        }
    }
}
