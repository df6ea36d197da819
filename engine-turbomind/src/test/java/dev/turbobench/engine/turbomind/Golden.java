package dev.turbobench.engine.turbomind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A golden model and what another implementation computes from it. */
public record Golden(Path folder, List<Prompt> prompts) {

    /** A prompt with its greedy continuation, its log-probabilities and the logits after its last token. */
    public record Prompt(int[] tokens, int[] greedy, float[] logProbabilities, float[] lastLogits) {}

    public String model() {
        return folder.toString();
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }

    public static List<Golden> all() {
        try {
            Path root = Path.of(
                    Objects.requireNonNull(Golden.class.getResource("/goldens")).toURI());
            try (Stream<Path> folders = Files.list(root)) {
                return folders.filter(folder -> Files.exists(folder.resolve("golden.json")))
                        .sorted()
                        .map(Golden::read)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Golden of(String name) {
        return all().stream()
                .filter(golden -> golden.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Golden read(Path folder) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            byte[] file = Files.readAllBytes(folder.resolve("golden.safetensors"));
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = Math.toIntExact(bytes.getLong(0));
            JsonNode header = mapper.readTree(file, 8, headerLength);
            List<Prompt> prompts = new ArrayList<>();
            for (JsonNode prompt :
                    mapper.readTree(folder.resolve("golden.json").toFile()).get("prompts")) {
                JsonNode offsets = header.get("prompt%d.last_logits".formatted(prompts.size()))
                        .get("data_offsets");
                int begin = 8 + headerLength + offsets.get(0).asInt();
                float[] logits =
                        new float[(offsets.get(1).asInt() - offsets.get(0).asInt()) / 4];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = bytes.getFloat(begin + 4 * i);
                }
                prompts.add(new Prompt(
                        integers(prompt.get("input_ids")),
                        integers(prompt.get("greedy")),
                        floats(prompt.get("prompt_logprobs")),
                        logits));
            }
            return new Golden(folder, prompts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] integers(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }
}
