package dev.turbobench.core.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.core.generate.Generation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what an engine made of prompts. */
final class GenerationPrinter {

    private final PrintWriter out;
    private final boolean json;
    private final boolean score;

    GenerationPrinter(PrintWriter out, boolean json, boolean score) {
        this.out = out;
        this.json = json;
        this.score = score;
    }

    void print(String model, List<Generation> generations) {
        for (int i = 0; i < generations.size(); i++) {
            Generation generation = generations.get(i);
            if (json) {
                out.println(object(model, generation));
            } else {
                out.printf(
                        "prompt %d: %d tokens%n", i, generation.promptTokens().size());
                if (score) {
                    tokens("token", generation.promptTokens(), afterFirst(generation.promptLogProbabilities()));
                }
                if (!generation.completionTokens().isEmpty()) {
                    out.printf("completion %d: %s%n", i, generation.finishReason());
                    tokens("token", generation.completionTokens(), generation.logProbabilities());
                }
            }
        }
        out.flush();
    }

    /** The first prompt token has no probability, because nothing comes before it. */
    private static List<@Nullable Double> afterFirst(List<Double> values) {
        List<@Nullable Double> result = new ArrayList<>();
        result.add(null);
        result.addAll(values);
        return result;
    }

    private void tokens(String column, List<Integer> ids, List<? extends @Nullable Double> logProbabilities) {
        TextTable table = new TextTable(List.of("position>", column + ">", "log-probability>"));
        for (int i = 0; i < ids.size(); i++) {
            Double value = i < logProbabilities.size() ? logProbabilities.get(i) : null;
            table.add(List.of(
                    String.valueOf(i), String.valueOf(ids.get(i)), value == null ? "" : "%.6f".formatted(value)));
        }
        table.print(out);
    }

    private ObjectNode object(String model, Generation generation) {
        ObjectNode object = new ObjectMapper().createObjectNode();
        object.put("model", model);
        ids(object.putArray("prompt_ids"), generation.promptTokens());
        ids(object.putArray("completion_ids"), generation.completionTokens());
        numbers(object.putArray("completion_logprobs"), generation.logProbabilities());
        if (score) {
            numbers(object.putArray("prompt_logprobs"), afterFirst(generation.promptLogProbabilities()));
        } else {
            object.putNull("prompt_logprobs");
        }
        return object;
    }

    private static void ids(ArrayNode array, List<Integer> ids) {
        ids.forEach(array::add);
    }

    private static void numbers(ArrayNode array, List<? extends @Nullable Double> values) {
        values.forEach(array::add);
    }
}
