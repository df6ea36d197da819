package dev.turbobench.engine.turbomind.model.format.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors files, well-formed or not. */
public final class TestingSafetensors {

    private TestingSafetensors() {}

    /** A header with its true length, and data. */
    public static Path write(Path file, String header, byte[] data) throws IOException {
        return write(file, header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    /** A header that claims a length, and data. */
    public static Path write(Path file, long claimed, String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(file, all.putLong(claimed).put(text).put(data).array());
    }

    /** A file with one tensor of zeros. */
    public static Path writeOne(Path file, String name, String type, String shape, int bytes) throws IOException {
        return write(file, "{%s}".formatted(entry(name, type, shape, 0, bytes)), new byte[bytes]);
    }

    /** One entry of a header. */
    public static String entry(String name, String type, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, type, shape, begin, end);
    }
}
