package dev.turbobench.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a program printed and how it ended.
 *
 * @param exitCode its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Execution(int exitCode, String out, String err) {

    private static final long LIMIT_SECONDS = 180;

    /** Run a program with exactly the given environment and wait until it ends. */
    static Execution of(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("turbobench-test", ".out");
            Path err = Files.createTempFile("turbobench-test", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().clear();
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(LIMIT_SECONDS, SECONDS)) {
                    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                            .forEach(ProcessHandle::destroyForcibly);
                    throw new AssertionError("%s still ran after %d s and printed%n%s%n%s"
                            .formatted(command, LIMIT_SECONDS, Files.readString(out), Files.readString(err)));
                }
                return new Execution(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
