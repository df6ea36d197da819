package dev.turbobench.engine.turbomind.convert;

import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.turbomind.AwqLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tensor to be written.
 *
 * @param type its type, as safetensors spells it
 * @param shape its dimensions
 * @param bytes its size
 * @param content writes its values
 */
record OutputTensor(String type, List<Integer> shape, long bytes, Content content) {

    private static final int CHUNK = 4 << 20;
    private static final int WORD = 8;

    /** The tensors of weights: one for each, but three for a linear layer in 4 bits, as AWQ has them. */
    static Map<String, OutputTensor> of(Map<String, Weight> weights) {
        Map<String, OutputTensor> result = new LinkedHashMap<>();
        weights.forEach((name, weight) -> AwqLayer.of(weight)
                .ifPresentOrElse(layer -> addLayer(result, name, layer), () -> result.put(name, of(weight))));
        return result;
    }

    private static void addLayer(Map<String, OutputTensor> result, String name, AwqLayer layer) {
        String stem = name.substring(0, name.length() - "weight".length());
        int words = layer.outputs() / WORD;
        result.put(stem + "qweight", whole("I32", layer.inputs(), words, Integer.BYTES, layer::values));
        result.put(stem + "qzeros", whole("I32", layer.groups(), words, Integer.BYTES, layer::zeros));
        result.put(stem + "scales", whole("F16", layer.groups(), layer.outputs(), Short.BYTES, layer::scales));
    }

    private static OutputTensor whole(String type, int rows, int columns, int size, Supplier<ByteBuffer> values) {
        long bytes = (long) rows * columns * size;
        return new OutputTensor(type, List.of(rows, columns), bytes, target -> target.write(values.get()));
    }

    private static OutputTensor of(Weight weight) {
        String type = switch (weight.dataType()) {
            case FP32 -> "F32";
            case FP16 -> "F16";
            case BF16 -> "BF16";
        };
        List<Integer> shape = weight.rows() == 1 ? List.of(weight.columns()) : List.of(weight.rows(), weight.columns());
        long bytes = (long) weight.rows() * weight.columns() * weight.dataType().bytes();
        return new OutputTensor(type, shape, bytes, target -> write(weight, target));
    }

    private static void write(Weight weight, Target target) throws IOException {
        int rowBytes = weight.columns() * weight.dataType().bytes();
        int step = Math.max(1, Math.min(weight.rows(), CHUNK / rowBytes));
        ByteBuffer buffer = ByteBuffer.allocateDirect(step * rowBytes);
        for (int row = 0; row < weight.rows(); row += step) {
            buffer.clear();
            weight.readRaw(row, Math.min(step, weight.rows() - row), buffer);
            target.write(buffer.flip());
        }
    }

    /** Writes the values of a tensor, little endian. */
    @FunctionalInterface
    interface Content {

        void write(Target target) throws IOException;
    }

    /** Where values go. */
    @FunctionalInterface
    interface Target {

        /** Write all bytes of a buffer from its position to its limit. */
        void write(ByteBuffer bytes) throws IOException;
    }
}
