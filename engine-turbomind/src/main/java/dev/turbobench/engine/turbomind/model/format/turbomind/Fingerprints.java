package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A checksum of samples of every file, kept beside the weights: the format itself cannot tell two files of the same size
 * apart. Files up to 1 MiB are covered in full, of larger ones 256 samples of 4 KiB.
 */
final class Fingerprints {

    private static final int SAMPLE = 4096;
    private static final int SAMPLES = 256;
    private static final String CONFIG_PREFIX = "config ";

    private final Map<String, String> files;
    private final Map<String, String> keys;

    private Fingerprints(Map<String, String> files, Map<String, String> keys) {
        this.files = files;
        this.keys = keys;
    }

    /** Write the file for weights that are complete. */
    static void write(Path folder, List<WorkspaceFile> files, WorkspaceConfig config) throws IOException {
        StringBuilder text = new StringBuilder();
        for (WorkspaceFile file : files) {
            text.append(of(folder.resolve(file.name())))
                    .append("  ")
                    .append(file.name())
                    .append('\n');
        }
        Map<String, String> keys = ConfigWriter.keys(config);
        for (String key : ConfigWriter.readOnlyKeys()) {
            text.append(CONFIG_PREFIX)
                    .append(key)
                    .append(" = ")
                    .append(keys.get(key))
                    .append('\n');
        }
        Path target = folder.resolve(WorkspaceFolder.FINGERPRINTS);
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Read what was written; nothing is known of workspaces that others made. */
    static Fingerprints read(Path folder) {
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        Path source = folder.resolve(WorkspaceFolder.FINGERPRINTS);
        if (!Files.exists(source)) {
            return new Fingerprints(files, keys);
        }
        try {
            for (String line : new String(Files.readAllBytes(source), StandardCharsets.ISO_8859_1).split("\n")) {
                String[] key = line.startsWith(CONFIG_PREFIX)
                        ? line.substring(CONFIG_PREFIX.length()).split(" = ", 2)
                        : new String[0];
                String[] file = line.split(" {2}", 2);
                if (key.length == 2) {
                    keys.put(key[0], key[1]);
                } else if (file.length == 2) {
                    files.put(file[1], file[0]);
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: cannot be read: %s".formatted(source, JsonFile.reason(e)), e);
        }
        return new Fingerprints(files, keys);
    }

    /** The original values of keys that are about the weights; empty if not known. */
    Map<String, String> keys() {
        return keys;
    }

    /** Names of the files whose content is not what was written. */
    List<String> changed(Path folder, List<WorkspaceFile> expected) {
        List<String> changed = new ArrayList<>();
        for (WorkspaceFile file : expected) {
            String fingerprint = files.get(file.name());
            try {
                if (fingerprint != null && !fingerprint.equals(of(folder.resolve(file.name())))) {
                    changed.add(file.name());
                }
            } catch (IOException e) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: cannot be read: %s".formatted(folder.resolve(file.name()), JsonFile.reason(e)),
                        e);
            }
        }
        return changed;
    }

    private static String of(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(SAMPLE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long step = Math.max(SAMPLE, size / SAMPLES);
            for (long position = 0; position < size; position += step) {
                buffer.clear();
                int read = 0;
                while (buffer.hasRemaining() && read >= 0) {
                    read = channel.read(buffer, position + buffer.position());
                }
                checksum.update(buffer.flip());
            }
        }
        return "%08x".formatted(checksum.getValue());
    }
}
