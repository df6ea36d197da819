package dev.turbobench.engine.turbomind.model.format.meta;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the instructions that {@code torch.save} writes. */
public final class TestingPickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public TestingPickle() {
        code(0x80, 2);
    }

    public TestingPickle code(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    public TestingPickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        code('X');
        integer32(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    public TestingPickle integer(long value) {
        if (value >= 0 && value < 256) {
            return code('K', (int) value);
        }
        if (value >= 0 && value < 65536) {
            return code('M', (int) value & 0xff, (int) value >> 8);
        }
        if (value == (int) value) {
            code('J');
            return integer32((int) value);
        }
        code(0x8a, 8);
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    public TestingPickle integer32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    public TestingPickle global(String module, String name) {
        code('c');
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Begins a dictionary and its items. */
    public TestingPickle begin() {
        return code('}', 'q', 0, '(');
    }

    /** Name and tensor. */
    public TestingPickle tensor(
            String name, String storageType, String key, long count, long offset, long[] shape, long[] strides) {
        text(name).code('q', 1);
        global("torch._utils", "_rebuild_tensor_v2").code('(', '(');
        text("storage").global("torch", storageType).text(key).text("cpu");
        integer(count).code('t', 'Q').integer(offset);
        tuple(shape).tuple(strides).code(0x89);
        return global("collections", "OrderedDict").code(')', 'R', 't', 'R');
    }

    public TestingPickle tuple(long... values) {
        code('(');
        for (long value : values) {
            integer(value);
        }
        return code('t');
    }

    public byte[] end() {
        code('u', '.');
        return bytes.toByteArray();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
