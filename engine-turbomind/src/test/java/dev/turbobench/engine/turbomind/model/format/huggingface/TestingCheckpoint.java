package dev.turbobench.engine.turbomind.model.format.huggingface;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.format.safetensors.TestingSafetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a folder with a configuration and tensors of zeros, which can be changed before. */
final class TestingCheckpoint {

    private final TestingConfig config;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** All tensors that the configuration asks for, in fp16. */
    TestingCheckpoint(TestingConfig config) {
        this.config = config;
        ModelConfig model = config.read();
        for (WeightRole role : WeightRole.values()) {
            int layers = role.inLayer() ? model.layers() : 1;
            for (int layer = 0; role.isPresent(model) && layer < layers; layer++) {
                String prefix = role == WeightRole.OUTPUT_HEAD ? "" : "model.";
                int columns = role.columns(model);
                put(
                        prefix + TensorNames.common(role, layer),
                        "F16",
                        role.isVector() ? new int[] {columns} : new int[] {role.rows(model), columns});
            }
        }
    }

    TestingCheckpoint put(String name, String type, int... shape) {
        tensors.put(name, new Tensor(type, shape));
        return this;
    }

    TestingCheckpoint remove(String name) {
        tensors.remove(name);
        return this;
    }

    TestingCheckpoint removeAll() {
        tensors.clear();
        return this;
    }

    /** Take a prefix away from the names. */
    TestingCheckpoint withoutPrefix(String prefix) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) ->
                renamed.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor));
        tensors.clear();
        tensors.putAll(renamed);
        return this;
    }

    void write(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        int end = 0;
        for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
            int begin = end;
            end += each.getValue().bytes();
            entries.add(TestingSafetensors.entry(
                    each.getKey(), each.getValue().type(), each.getValue().shapeText(), begin, end));
        }
        String header = "{%s}".formatted(String.join(",", entries));
        TestingSafetensors.write(folder.resolve("model.safetensors"), header, new byte[end]);
        Files.writeString(folder.resolve("config.json"), config.json());
    }

    private record Tensor(String type, int[] shape) {

        int bytes() {
            int bytes = type.equals("F32") ? 4 : type.startsWith("F8") ? 1 : 2;
            for (int dimension : shape) {
                bytes *= dimension;
            }
            return bytes;
        }

        String shapeText() {
            return Arrays.toString(shape);
        }
    }
}
