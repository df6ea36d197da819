package dev.turbobench.engine.turbomind.operator.cuda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tiny model with what transformers computes from it in single precision.
 *
 * @param folder the model
 * @param prompts the prompts with their results
 */
record GoldenModel(Path folder, List<Prompt> prompts) {

    /**
     * A prompt.
     *
     * @param tokens the prompt itself
     * @param greedy the tokens after it
     * @param logProbabilities of each token of the prompt but the first
     * @param lastLogits after its last token
     */
    record Prompt(int[] tokens, int[] greedy, double[] logProbabilities, float[] lastLogits) {}

    static List<Path> folders() throws IOException, URISyntaxException {
        URL root = GoldenModel.class.getResource("/goldens");
        try (Stream<Path> folders = Files.list(Path.of(root.toURI()))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    static GoldenModel read(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode golden = json.readTree(folder.resolve("golden.json").toFile());
        ByteBuffer tensors = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("golden.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = Math.toIntExact(tensors.getLong(0));
        byte[] header = new byte[headerBytes];
        tensors.get(Long.BYTES, header);
        JsonNode index = json.readTree(new String(header, StandardCharsets.UTF_8));
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode prompt : golden.get("prompts")) {
            JsonNode place =
                    index.get("prompt%d.last_logits".formatted(prompts.size())).get("data_offsets");
            int first = Long.BYTES + headerBytes + place.get(0).intValue();
            float[] logits = new float[(place.get(1).intValue() - place.get(0).intValue()) / Float.BYTES];
            tensors.slice(first, logits.length * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(logits);
            prompts.add(new Prompt(
                    integers(prompt.get("input_ids")),
                    integers(prompt.get("greedy")),
                    numbers(prompt.get("prompt_logprobs")),
                    logits));
        }
        return new GoldenModel(folder, prompts);
    }

    private static int[] integers(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).intValue();
        }
        return values;
    }

    private static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }
}
