package dev.turbobench.core.cli;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads prompts: token ids separated by commas or spaces, in a file one prompt a line, or there also a JSON array of ids or
 * of arrays of ids.
 */
final class PromptIds {

    private PromptIds() {}

    static List<Integer> parse(String text, String place) {
        List<Integer> ids = new ArrayList<>();
        for (String word : text.strip().split("[\\s,]+")) {
            try {
                ids.add(Integer.valueOf(word));
            } catch (NumberFormatException e) {
                throw new BenchmarkException(
                        INVALID_OPTION, "%s: expected token ids, found \"%s\"".formatted(place, word));
            }
        }
        return ids;
    }

    static List<List<Integer>> read(Path file) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new BenchmarkException(
                    INVALID_OPTION, "prompt-ids-file: %s cannot be read: %s".formatted(file, e), e);
        }
        if (text.startsWith("[")) {
            return readJson(text, file);
        }
        List<List<Integer>> prompts = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            if (!line.isBlank()) {
                prompts.add(parse(line, "%s line %d".formatted(file, number)));
            }
        }
        return prompts;
    }

    private static List<List<Integer>> readJson(String text, Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(text);
            List<List<Integer>> prompts = new ArrayList<>();
            if (root.isEmpty() || root.get(0).isArray()) {
                for (JsonNode prompt : root) {
                    prompts.add(ids(prompt, file));
                }
            } else {
                prompts.add(ids(root, file));
            }
            return prompts;
        } catch (JsonProcessingException e) {
            throw new BenchmarkException(
                    INVALID_OPTION, "prompt-ids-file: %s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private static List<Integer> ids(JsonNode array, Path file) {
        List<Integer> ids = new ArrayList<>();
        if (!array.isArray()) {
            throw noTokenIds(array, file);
        }
        for (JsonNode id : array) {
            if (!id.isInt()) {
                throw noTokenIds(id, file);
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    private static BenchmarkException noTokenIds(JsonNode found, Path file) {
        return new BenchmarkException(
                INVALID_OPTION, "prompt-ids-file: %s: expected token ids, found %s".formatted(file, found));
    }
}
