package dev.turbobench.engine.turbomind.model.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredWeightTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void readsRowsOfEveryType(DataType type) throws IOException {
        try (SafetensorsCheckpoint checkpoint = checkpoint(type, 6, 4)) {
            Weight weight = checkpoint.tensor("w").orElseThrow().weight(RowBlocks.all(6));
            assertThat(weight.name()).isEqualTo("w");
            assertThat(weight.rows()).isEqualTo(6);
            assertThat(weight.columns()).isEqualTo(4);
            assertThat(weight.dataType()).isEqualTo(type);
            float[] values = new float[10];
            weight.readRows(2, 2, values, 1);
            assertThat(values).containsExactly(0, 8, 9, 10, 11, 12, 13, 14, 15, 0);
        }
    }

    @Test
    void readsBlocksOfRowsAsIfTheyFollowedEachOther() throws IOException {
        try (SafetensorsCheckpoint checkpoint = checkpoint(DataType.FP16, 8, 1)) {
            StoredTensor tensor = checkpoint.tensor("w").orElseThrow();
            assertRows(tensor.weight(new RowBlocks(2, 2, 0, 4)), 0, 1, 4, 5);
            assertRows(tensor.weight(new RowBlocks(2, 1, 2, 4)), 2, 6);
            assertRows(tensor.weight(new RowBlocks(2, 1, 3, 4)), 3, 7);

            float[] middle = new float[2];
            tensor.weight(new RowBlocks(2, 2, 0, 4)).readRows(1, 2, middle, 0);
            assertThat(middle).containsExactly(1, 4);
        }
    }

    @Test
    void showsVectorsAsOneRow() throws IOException {
        byte[] data = bytes(DataType.BF16, 8);
        Path file = folder.resolve("model.safetensors");
        TestingSafetensors.write(file, "{%s}".formatted(TestingSafetensors.entry("w", "BF16", "[8]", 0, 16)), data);
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            Weight blocks = checkpoint.tensor("w").orElseThrow().weight(new RowBlocks(2, 2, 1, 4));
            assertThat(blocks.rows()).isEqualTo(1);
            assertThat(blocks.columns()).isEqualTo(4);
            assertRows(blocks, 1, 2, 5, 6);
        }
    }

    @Test
    void readsMoreThanItsBufferHolds() throws IOException {
        int rows = 3000;
        int columns = 300;
        try (SafetensorsCheckpoint checkpoint = checkpoint(DataType.FP32, rows, columns)) {
            Weight weight = checkpoint.tensor("w").orElseThrow().weight(RowBlocks.all(rows));
            float[] values = new float[rows * columns];
            weight.readRows(0, rows, values, 0);
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(i);
            }
        }
    }

    @Test
    void readsRawIntoHeapAndDirectBuffers() throws IOException {
        try (SafetensorsCheckpoint checkpoint = checkpoint(DataType.FP16, 6, 4)) {
            Weight weight = checkpoint.tensor("w").orElseThrow().weight(new RowBlocks(2, 1, 1, 3));
            for (ByteBuffer buffer : List.of(ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20))) {
                buffer.position(2);
                weight.readRaw(0, 2, buffer);
                assertThat(buffer.position()).isEqualTo(18);
                assertThat(buffer.limit()).isEqualTo(20);
                float[] values = new float[8];
                DataType.FP16.decode(buffer.position(2), values, 0, 8);
                assertThat(values).containsExactly(4, 5, 6, 7, 16, 17, 18, 19);
            }
        }
    }

    @Test
    void checksBounds() throws IOException {
        try (SafetensorsCheckpoint checkpoint = checkpoint(DataType.FP16, 6, 4)) {
            Weight weight = checkpoint.tensor("w").orElseThrow().weight(RowBlocks.all(6));
            float[] values = new float[8];
            assertThatThrownBy(() -> weight.readRows(5, 2, values, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> weight.readRows(-1, 2, values, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> weight.readRows(0, 2, values, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> weight.readRaw(0, 2, ByteBuffer.allocate(15)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void isReadByManyThreads() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SafetensorsCheckpoint checkpoint = checkpoint(DataType.FP32, 64, 64)) {
            Weight weight = checkpoint.tensor("w").orElseThrow().weight(RowBlocks.all(64));
            List<Future<float[]>> rows = new ArrayList<>();
            for (int i = 0; i < 640; i++) {
                int row = i % 64;
                rows.add(threads.submit(() -> {
                    float[] values = new float[64];
                    weight.readRows(row, 1, values, 0);
                    return values;
                }));
            }
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i).get()).startsWith(i % 64 * 64f).endsWith(i % 64 * 64f + 63);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertRows(Weight weight, float... expected) {
        float[] values = new float[expected.length];
        weight.readRows(0, weight.rows(), values, 0);
        assertThat(values).containsExactly(expected);
    }

    private SafetensorsCheckpoint checkpoint(DataType type, int rows, int columns) throws IOException {
        byte[] data = bytes(type, rows * columns);
        String name = type == DataType.FP32 ? "F32" : type == DataType.FP16 ? "F16" : "BF16";
        String entry = TestingSafetensors.entry("w", name, "[%d,%d]".formatted(rows, columns), 0, data.length);
        TestingSafetensors.write(folder.resolve("model.safetensors"), "{%s}".formatted(entry), data);
        return SafetensorsCheckpoint.open(folder);
    }

    private static byte[] bytes(DataType type, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        ByteBuffer buffer = ByteBuffer.allocate(count * type.bytes());
        type.encode(values, 0, count, buffer);
        return buffer.array();
    }
}
