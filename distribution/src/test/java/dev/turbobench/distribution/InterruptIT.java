package dev.turbobench.distribution;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a matrix and of a conversion. */
class InterruptIT {

    @TempDir
    private Path scratch;

    @Test
    void keepsTheCasesThatWereDone() throws IOException, InterruptedException {
        Path csv = scratch.resolve("out.csv");
        Path err = scratch.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        TestingInstallation.launcher(TestingInstallation.folder())
                                .toString(),
                        "profile",
                        "--device=cpu",
                        "--csv=" + csv,
                        "--test-round=1",
                        "--warmup-round=0",
                        "--prompt-tokens=1,1",
                        "--completion-tokens=4,1900",
                        "--concurrency=1,64")
                .redirectOutput(scratch.resolve("out").toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(TestingInstallation.environment());
        Process process = builder.start();
        try {
            awaitRows(process, csv, 1);
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            assertThat(process.waitFor(30, SECONDS)).as("ended within 30 s").isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(Files.readString(scratch.resolve("out"))).contains("interrupted");
            assertThat(Files.readString(err)).doesNotContain("Exception");
            List<String> lines = Files.readAllLines(csv);
            assertThat(lines).hasSize(5);
            assertThat(lines.get(1)).matches("1,1,4,[0-9].*");
            assertThat(lines.get(4)).isEqualTo("64,1,1900,,,,,,,,,");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void leavesNothingOfAConversion() throws IOException, InterruptedException {
        // About a gigabyte, so that the conversion takes seconds.
        Files.writeString(scratch.resolve("config.json"), """
                {"architectures": ["LlamaForCausalLM"], "hidden_size": 2048, "intermediate_size": 5632,
                 "num_hidden_layers": 8, "num_attention_heads": 16, "vocab_size": 32000,
                 "max_position_embeddings": 2048, "rms_norm_eps": 1e-06, "torch_dtype": "float16"}
                """);
        Path target = Files.createDirectory(scratch.resolve("target"));
        Path err = scratch.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        TestingInstallation.launcher(TestingInstallation.folder())
                                .toString(),
                        "convert",
                        "llama2",
                        "synthetic:" + scratch.resolve("config.json"),
                        "--dst-path=" + target.resolve("workspace"))
                .redirectOutput(scratch.resolve("out").toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(TestingInstallation.environment());
        Process process = builder.start();
        try {
            for (int i = 0; i < 600 && list(target).isEmpty(); i++) {
                assertThat(process.isAlive())
                        .as("running: %s", Files.readString(err))
                        .isTrue();
                Thread.sleep(100);
            }
            assertThat(list(target)).hasSize(1);
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(60, SECONDS)).as("ended within 60 s").isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(Files.readString(err)).contains("[CANCELLED]").doesNotContain("Exception");
            assertThat(list(target)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    /** Wait until a CSV file has some rows below its header. */
    private void awaitRows(Process process, Path csv, int rows) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            List<String> lines = Files.exists(csv) ? Files.readAllLines(csv) : List.of();
            if (lines.size() > rows) {
                return;
            }
            assertThat(process.isAlive())
                    .as("running: %s", Files.readString(scratch.resolve("err")))
                    .isTrue();
            Thread.sleep(100);
        }
        throw new AssertionError("no row in %s after a minute".formatted(csv));
    }
}
