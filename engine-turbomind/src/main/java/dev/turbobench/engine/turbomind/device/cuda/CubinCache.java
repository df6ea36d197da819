package dev.turbobench.engine.turbomind.device.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels on disk, named by the hash of everything they were made from. Several processes may share it. A cache
 * that cannot be read or written costs time, nothing else, so it only warns.
 */
public final class CubinCache {

    private static final Logger log = LoggerFactory.getLogger(CubinCache.class);
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Path folder;

    /**
     * Create a cache.
     *
     * @param folder where the files are; created when something is put in
     */
    public CubinCache(Path folder) {
        this.folder = folder;
    }

    Optional<byte[]> get(String key) {
        Path file = file(key);
        try {
            byte[] image = Files.readAllBytes(file);
            if (isElf(image)) {
                return Optional.of(image);
            }
            log.warn("{} is not a compiled kernel: compiling again", file);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be read: {}", file, e.toString());
        }
        return Optional.empty();
    }

    void put(String key, byte[] image) {
        Path file = file(key);
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, key, ".part");
            Files.write(temporary, image);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be written: {}", file, e.toString());
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".cubin");
    }

    private static boolean isElf(byte[] image) {
        if (image.length < ELF.length) {
            return false;
        }
        for (int i = 0; i < ELF.length; i++) {
            if (image[i] != ELF[i]) {
                return false;
            }
        }
        return true;
    }
}
