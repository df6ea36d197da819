package dev.turbobench.engine.turbomind.model.format.meta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes zip archives of stored files, if wanted with the fields of large ones. */
public final class TestingZip {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final boolean wide;
    private int method;

    public TestingZip(boolean wide) {
        this.wide = wide;
    }

    public TestingZip method(int method) {
        this.method = method;
        return this;
    }

    public TestingZip file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public void write(Path path) throws IOException {
        Files.write(path, bytes());
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            byte[] padding = new byte[(64 - (out.size() + 30 + utf8.length) % 64) % 64];
            int header = out.size();
            ByteBuffer local = buffer(30).putInt(0, 0x04034b50).putShort(8, (short) method);
            local.putInt(18, content.length).putInt(22, content.length);
            local.putShort(26, (short) utf8.length).putShort(28, (short) padding.length);
            out.writeBytes(array(local));
            out.writeBytes(utf8);
            out.writeBytes(padding);
            out.writeBytes(content);

            ByteBuffer entry = buffer(46).putInt(0, 0x02014b50).putShort(10, (short) method);
            entry.putInt(20, wide ? -1 : content.length).putInt(24, wide ? -1 : content.length);
            entry.putShort(28, (short) utf8.length).putInt(42, wide ? -1 : header);
            entry.putShort(30, (short) (wide ? 28 : 0));
            directory.writeBytes(array(entry));
            directory.writeBytes(utf8);
            if (wide) {
                ByteBuffer extra = buffer(28).putShort((short) 1).putShort((short) 24);
                extra.putLong(content.length).putLong(content.length).putLong(header);
                directory.writeBytes(array(extra));
            }
        });
        int start = out.size();
        out.writeBytes(directory.toByteArray());
        if (wide) {
            long end64 = out.size();
            ByteBuffer end = buffer(56 + 20).putInt(0, 0x06064b50);
            end.putLong(40, directory.size()).putLong(48, start);
            end.putInt(56, 0x07064b50).putLong(64, end64);
            out.writeBytes(array(end));
        }
        ByteBuffer end = buffer(22).putInt(0, 0x06054b50);
        end.putInt(12, wide ? -1 : directory.size()).putInt(16, wide ? -1 : start);
        out.writeBytes(array(end));
        return out.toByteArray();
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] result = new byte[buffer.capacity()];
        buffer.get(0, result);
        return result;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
