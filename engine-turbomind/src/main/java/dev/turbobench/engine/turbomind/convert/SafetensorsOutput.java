package dev.turbobench.engine.turbomind.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbobench.engine.turbomind.model.Weight;
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

/** Writes weights as one safetensors file: length of the header, header, values. */
final class SafetensorsOutput {

    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 4 << 20;

    private SafetensorsOutput() {}

    static void write(Path file, Map<String, Weight> weights, LongConsumer written) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            drain(channel, header(weights));
            for (Weight weight : weights.values()) {
                write(channel, weight, written);
            }
            channel.force(true);
        }
    }

    static long bytes(Weight weight) {
        return (long) weight.rows() * weight.columns() * weight.dataType().bytes();
    }

    private static ByteBuffer header(Map<String, Weight> weights) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode header = mapper.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long position = 0;
        for (Map.Entry<String, Weight> entry : weights.entrySet()) {
            Weight weight = entry.getValue();
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put(
                    "dtype",
                    switch (weight.dataType()) {
                        case FP32 -> "F32";
                        case FP16 -> "F16";
                        case BF16 -> "BF16";
                    });
            if (weight.rows() == 1) {
                tensor.putArray("shape").add(weight.columns());
            } else {
                tensor.putArray("shape").add(weight.rows()).add(weight.columns());
            }
            tensor.putArray("data_offsets").add(position).add(position + bytes(weight));
            position += bytes(weight);
        }
        byte[] text = mapper.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded.length).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putLong(padded.length).put(padded).flip();
    }

    private static void write(FileChannel channel, Weight weight, LongConsumer written) throws IOException {
        int rowBytes = weight.columns() * weight.dataType().bytes();
        int step = Math.max(1, Math.min(weight.rows(), CHUNK / rowBytes));
        ByteBuffer buffer = ByteBuffer.allocateDirect(step * rowBytes);
        for (int row = 0; row < weight.rows(); row += step) {
            buffer.clear();
            weight.readRaw(row, Math.min(step, weight.rows() - row), buffer);
            int count = buffer.position();
            drain(channel, buffer.flip());
            written.accept(count);
        }
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
