package dev.turbobench.engine.turbomind.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;

/** Writes tensors as one safetensors file: length of the header, header, values. */
final class SafetensorsOutput {

    private static final int ALIGNMENT = 8;

    private SafetensorsOutput() {}

    static void write(Path file, Map<String, OutputTensor> tensors, LongConsumer written) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            drain(channel, header(tensors));
            for (OutputTensor tensor : tensors.values()) {
                tensor.content().write(bytes -> {
                    int count = bytes.remaining();
                    drain(channel, bytes);
                    written.accept(count);
                });
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(Map<String, OutputTensor> tensors) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode header = mapper.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long position = 0;
        for (Map.Entry<String, OutputTensor> entry : tensors.entrySet()) {
            OutputTensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type());
            ArrayNode shape = node.putArray("shape");
            tensor.shape().forEach(shape::add);
            node.putArray("data_offsets").add(position).add(position + tensor.bytes());
            position += tensor.bytes();
        }
        byte[] text = mapper.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded.length).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putLong(padded.length).put(padded).flip();
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
