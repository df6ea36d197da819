package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the pickle of a dictionary of tensors: protocol 2, and of its instructions only those that {@code torch.save}
 * writes for it. Every instruction takes at least a byte of the text and adds at most one object, so that the memory
 * needed is bounded by the size of the text.
 */
final class PickleReader {

    private final ByteBuffer text;
    private final PickleStack stack = new PickleStack();
    private final Map<Integer, Object> memo = new LinkedHashMap<>();

    private PickleReader(byte[] text) {
        this.text = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Read the tensors of a dictionary, in its order. */
    static Map<String, PickledTensor> read(byte[] text) throws PickleException {
        PickleReader reader = new PickleReader(text);
        try {
            return reader.run();
        } catch (BufferUnderflowException e) {
            throw new PickleException("it ends in the middle of an instruction");
        }
    }

    private Map<String, PickledTensor> run() throws PickleException {
        while (true) {
            int code = text.get() & 0xff;
            if (code == '.') {
                return PickledObjects.tensors(stack.onlyOne());
            }
            execute(code);
        }
    }

    private void execute(int code) throws PickleException {
        switch (code) {
            case 0x80 -> protocol();
            case '}' -> stack.push(new LinkedHashMap<String, Object>());
            case '(' -> stack.mark();
            case ')' -> stack.pushTuple(0);
            case 't' -> stack.pushMarkedTuple();
            case 0x85 -> stack.pushTuple(1);
            case 0x86 -> stack.pushTuple(2);
            case 0x87 -> stack.pushTuple(3);
            case 'X' -> stack.push(string());
            case 'J' -> stack.push((long) text.getInt());
            case 'K' -> stack.push((long) (text.get() & 0xff));
            case 'M' -> stack.push((long) (text.getShort() & 0xffff));
            case 0x8a -> stack.push(longInteger());
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'N' -> stack.push(PickledObjects.NONE);
            case 'q' -> memo.put(text.get() & 0xff, stack.peek());
            case 'r' -> memo.put(text.getInt(), stack.peek());
            case 'h' -> stack.push(remembered(text.get() & 0xff));
            case 'j' -> stack.push(remembered(text.getInt()));
            case 'c' -> stack.push(global());
            case 'Q' -> stack.push(PickledObjects.storage(stack.pop()));
            case 'R' -> {
                Object arguments = stack.pop();
                stack.push(PickledObjects.call(stack.pop(), arguments));
            }
            case 's' -> {
                Object value = stack.pop();
                Object key = stack.pop();
                PickledObjects.put(stack.peek(), key, value);
            }
            case 'u' -> {
                Object[] items = stack.popToMark();
                if (items.length % 2 != 0) {
                    throw new PickleException("found a key without a value");
                }
                for (int i = 0; i < items.length; i += 2) {
                    PickledObjects.put(stack.peek(), items[i], items[i + 1]);
                }
            }
            case 'b' -> {
                // Attributes of the dictionary (_metadata): versions of modules, nothing about tensors.
                stack.pop();
                PickledObjects.requireDictionary(stack.peek());
            }
            default ->
                throw new PickleException("instruction 0x%02x at byte %d is refused; nothing that tensors need uses it"
                        .formatted(code, text.position() - 1));
        }
    }

    private void protocol() throws PickleException {
        int version = text.get() & 0xff;
        if (version != 2) {
            throw new PickleException("expected pickle protocol 2, as torch.save writes it, found " + version);
        }
    }

    private Object remembered(int index) throws PickleException {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("it refers to object %d before that is made".formatted(index));
        }
        return value;
    }

    private String string() throws PickleException {
        int length = text.getInt();
        if (length < 0 || length > text.remaining()) {
            throw new PickleException("it claims a name of %s bytes, but only %d follow"
                    .formatted(Integer.toUnsignedString(length), text.remaining()));
        }
        String result = new String(text.array(), text.position(), length, StandardCharsets.UTF_8);
        text.position(text.position() + length);
        return result;
    }

    /** An integer of up to 8 bytes, two's complement, least byte first. */
    private long longInteger() throws PickleException {
        int length = text.get() & 0xff;
        if (length > Long.BYTES) {
            throw new PickleException("found an integer of %d bytes, at most 8 are read".formatted(length));
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (text.get() & 0xffL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    private PickleGlobal global() throws PickleException {
        String name = line() + "." + line();
        return PickleGlobal.named(name)
                .orElseThrow(() -> new PickleException(
                        "%s is refused; a checkpoint of tensors does not need it, and it could run code"
                                .formatted(Excerpt.of(name))));
    }

    private String line() {
        int start = text.position();
        int length = 0;
        while (text.get() != '\n') {
            length++;
        }
        return new String(text.array(), start, length, StandardCharsets.UTF_8);
    }
}
