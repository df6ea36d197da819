package dev.turbobench.engine.turbomind.model.format.json;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads objects from JSON text. Duplicate keys are errors; NaN and Infinity are read, so that the key can be named. */
public final class JsonFile {

    private static final long LARGEST = 64L << 20;
    private static final int MOST_TOKENS = 5_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Where Jackson tells what it means by a place in text that it does not show. */
    private static final Pattern START_MARKER = Pattern.compile("\\s*\\(start marker at .*?\\]\\)", Pattern.DOTALL);

    private JsonFile() {}

    /** Read a file that holds one object. */
    public static ObjectNode read(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new BenchmarkException(
                        MODEL_INVALID, "%s: expected at most %d bytes, found %d".formatted(file, LARGEST, size));
            }
            return parse(Files.readAllBytes(file), file, "the file");
        } catch (IOException e) {
            throw new BenchmarkException(MODEL_INVALID, "%s: cannot be read: %s".formatted(file, reason(e)), e);
        }
    }

    /**
     * Parse text that is one object.
     *
     * @param text UTF-8
     * @param file where it is from, for messages
     * @param part what part of the file it is, for messages
     */
    public static ObjectNode parse(byte[] text, Path file, String part) {
        JsonNode node = null;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: %s is not valid JSON%s".formatted(file, part, detail(e)), e);
        } catch (IOException e) {
            throw new BenchmarkException(MODEL_INVALID, "%s: %s is not valid JSON".formatted(file, part), e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new BenchmarkException(
                MODEL_INVALID, "%s: expected %s to be a JSON object, found %s".formatted(file, part, kind(node)));
    }

    /** What the operating system said, without the path that the message names already. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (e instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        String message = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : Excerpt.of(message);
    }

    private static String detail(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        String place = where == null ? "" : " at line %d column %d".formatted(where.getLineNr(), where.getColumnNr());
        return place + ": "
                + Excerpt.of(START_MARKER.matcher(e.getOriginalMessage()).replaceAll(""));
    }

    /** What a value is, for messages. */
    static String kind(@Nullable JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "nothing";
        }
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING, NUMBER, BOOLEAN, NULL, BINARY, MISSING, POJO -> Excerpt.of(node.toString());
        };
    }
}
