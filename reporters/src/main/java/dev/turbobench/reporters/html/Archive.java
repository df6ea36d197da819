package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** A JSON document as text that has no meaning in HTML: compressed, then in Base64. */
final class Archive {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Archive() {}

    static String of(JsonNode document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
            compressed.write(text.getBytes(UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
