package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.operator.LayerParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Times the attention of a layer, at the head counts of Llama-2-7B and Llama-3-8B; with an argument of prompts only. */
public final class AttentionBench {

    private static final int REPEATS = 50;

    private AttentionBench() {}

    public static void main(String[] arguments) throws IOException {
        Path cache = Files.createTempDirectory("kernels");
        for (int kvHeads : new int[] {32, 8}) {
            ModelConfig config = config(kvHeads);
            for (int sequences : arguments.length > 0 ? new int[0] : new int[] {1, 16, 64}) {
                for (int context : new int[] {192, 1152, 3072}) {
                    decode(config, cache, sequences, context);
                }
            }
            for (int rows : new int[] {128, 2048}) {
                prefill(config, cache, rows);
            }
        }
    }

    private static ModelConfig config(int kvHeads) {
        return new ModelConfig(
                "LlamaForCausalLM",
                4096,
                1,
                32,
                kvHeads,
                128,
                1024,
                512,
                4096,
                1e-5,
                10000,
                new RopeScaling.None(),
                false,
                false,
                false,
                false,
                false,
                1,
                List.of(2),
                DataType.FP16);
    }

    private static double micros(TestingBackend gpu) {
        int rows = gpu.batch.rows();
        Buffer query = gpu.filled(rows, gpu.config.queryWidth(), new float[rows * gpu.config.queryWidth()], 1);
        Buffer attended = gpu.poisoned(rows, gpu.config.queryWidth());
        LayerParameters layer = gpu.backend.parameters().layers().get(0);
        gpu.randomizeCache();
        for (int i = 0; i < 3; i++) {
            gpu.run(batch -> gpu.operators.attention(rows, layer, query, attended));
        }
        return gpu.micros(REPEATS, batch -> gpu.operators.attention(rows, layer, query, attended));
    }

    private static void decode(ModelConfig config, Path cache, int sequences, int context) {
        int blocks = sequences * ((context + 63) / 64);
        try (TestingBackend gpu = new TestingBackend(config, DataType.FP16, cache, 1, 64, 64, 4096, blocks)) {
            gpu.shuffleBlocks();
            for (int s = 0; s < sequences; s++) {
                gpu.addSequence(s, context, 1);
            }
            double micros = micros(gpu);
            double bytes = 4.0 * sequences * context * config.kvWidth();
            print(
                    "decode, %2d KV heads, %2d sequences of %4d: %8.1f us, %6.0f GB/s (%.0f MB)",
                    config.kvHeads(), sequences, context, micros, bytes / micros / 1000, bytes / 1e6);
        }
    }

    private static void prefill(ModelConfig config, Path cache, int rows) {
        try (TestingBackend gpu = new TestingBackend(config, DataType.FP16, cache, 1, 4, 8192, 4096, 256)) {
            gpu.shuffleBlocks();
            for (int s = 0; s < 4; s++) {
                gpu.addSequence(s, rows, rows);
            }
            double micros = micros(gpu);
            double operations = 4 * 4.0 * config.queryWidth() * (rows * (rows + 1.0) / 2);
            print(
                    "prefill, %2d KV heads, 4 sequences of %4d: %8.1f us, %6.0f TFLOP/s",
                    config.kvHeads(), rows, micros, operations / micros / 1e6);
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
