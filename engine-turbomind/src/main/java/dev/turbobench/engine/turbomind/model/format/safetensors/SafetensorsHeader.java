package dev.turbobench.engine.turbomind.model.format.safetensors;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the header of a file: an object with {@code dtype}, {@code shape} and {@code data_offsets} for each tensor. The
 * tensors must fill the rest of the file exactly, without holes and without sharing bytes.
 */
final class SafetensorsHeader {

    private static final String METADATA = "__metadata__";

    private final Path file;
    private final long dataBytes;

    private SafetensorsHeader(Path file, long dataBytes) {
        this.file = file;
        this.dataBytes = dataBytes;
    }

    /**
     * Parse a header.
     *
     * @param text the JSON
     * @param file the file, for messages
     * @param dataBytes how many bytes follow the header
     */
    static List<TensorEntry> parse(byte[] text, Path file, long dataBytes) {
        return new SafetensorsHeader(file, dataBytes).entries(text);
    }

    private List<TensorEntry> entries(byte[] text) {
        if (text.length == 0 || text[0] != '{') {
            throw invalid("expected the header to begin with \"{\"; this is not a safetensors file or it is damaged");
        }
        ObjectNode header = JsonFile.parse(text, file, "the header");
        List<TensorEntry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            if (property.getKey().equals(METADATA)) {
                checkMetadata(property.getValue());
            } else {
                entries.add(entry(property.getKey(), property.getValue()));
            }
        }
        checkLayout(entries);
        return entries;
    }

    private void checkMetadata(JsonNode metadata) {
        boolean strings = metadata.isObject();
        for (JsonNode value : metadata) {
            strings &= value.isTextual();
        }
        if (!strings) {
            throw invalid("expected %s to be an object of strings".formatted(METADATA));
        }
    }

    private TensorEntry entry(String name, JsonNode node) {
        TensorType type = type(name, node.get("dtype"));
        List<Long> shape = numbers(name, node, "shape");
        List<Long> offsets = numbers(name, node, "data_offsets");
        if (offsets.size() != 2) {
            throw invalid(name, "expected 2 data_offsets, found %d".formatted(offsets.size()));
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (begin > end) {
            throw invalid(name, "its data_offsets end at %d, before they begin at %d".formatted(end, begin));
        }
        if (end > dataBytes) {
            throw invalid(
                    name,
                    "its values end at byte %d of the data, but the file has only %d; it is damaged or was not copied completely"
                            .formatted(end, dataBytes));
        }
        long bytes = bytes(name, type, shape);
        if (bytes != end - begin) {
            throw invalid(
                    name,
                    "shape %s of %s takes %d bytes, but its data_offsets [%d, %d] hold %d"
                            .formatted(shape, type, bytes, begin, end, end - begin));
        }
        return new TensorEntry(name, type, shape, begin, end);
    }

    private TensorType type(String name, @Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            throw invalid(name, "expected a dtype, found none");
        }
        TensorType type = TensorType.named(node.textValue());
        if (type == null) {
            throw invalid(name, "its dtype \"%s\" is unknown".formatted(Excerpt.of(node.textValue())));
        }
        return type;
    }

    private List<Long> numbers(String name, JsonNode node, String key) {
        JsonNode list = node.get(key);
        if (list == null || !list.isArray()) {
            throw invalid(name, "expected %s to be a list of integers".formatted(key));
        }
        List<Long> result = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
                throw invalid(
                        name,
                        "expected %s to be integers from 0 to 2^63-1, found %s"
                                .formatted(key, Excerpt.of(each.toString())));
            }
            result.add(each.longValue());
        }
        return result;
    }

    private long bytes(String name, TensorType type, List<Long> shape) {
        try {
            long bits = type.bits();
            for (long dimension : shape) {
                bits = Math.multiplyExact(bits, dimension);
            }
            if (bits % 8 != 0) {
                throw invalid(name, "shape %s of %s does not fill whole bytes".formatted(shape, type));
            }
            return bits / 8;
        } catch (ArithmeticException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, message(name, "shape %s is too large".formatted(Excerpt.of(shape.toString()))), e);
        }
    }

    private void checkLayout(List<TensorEntry> entries) {
        List<TensorEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long expected = 0;
        TensorEntry before = null;
        for (TensorEntry entry : ordered) {
            if (entry.begin() < expected && before != null) {
                throw invalid(
                        entry.name(),
                        "its values begin at byte %d of the data, inside tensor %s, which ends at %d"
                                .formatted(entry.begin(), Excerpt.of(before.name()), expected));
            }
            if (entry.begin() > expected) {
                throw invalid(
                        entry.name(),
                        "its values begin at byte %d of the data, expected %d: there is a hole"
                                .formatted(entry.begin(), expected));
            }
            expected = entry.end();
            before = entry;
        }
        if (expected != dataBytes) {
            throw invalid("%d bytes after the header, but the tensors end at %d; the file is damaged"
                    .formatted(dataBytes, expected));
        }
    }

    private BenchmarkException invalid(String name, String problem) {
        return new BenchmarkException(MODEL_INVALID, message(name, problem));
    }

    private BenchmarkException invalid(String problem) {
        return new BenchmarkException(MODEL_INVALID, "%s: %s".formatted(file, problem));
    }

    private String message(String name, String problem) {
        return "%s: tensor %s: %s".formatted(file, Excerpt.of(name), problem);
    }
}
