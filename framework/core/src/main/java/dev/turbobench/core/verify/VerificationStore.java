package dev.turbobench.core.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the conformance kit found in plugins, by the hash of their jars: what is said of one build does not hold for another.
 */
public final class VerificationStore {

    private static final Logger LOG = LoggerFactory.getLogger(VerificationStore.class);

    private final Path folder;

    /**
     * Create a store.
     *
     * @param cacheDirectory the folder for what is kept between runs
     */
    public VerificationStore(Path cacheDirectory) {
        this.folder = cacheDirectory.resolve("verified");
    }

    /** Get what was found in the jars with a hash, on one line; empty if they were never checked. */
    public Optional<String> find(String sha256) {
        Path file = folder.resolve(sha256 + ".txt");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Remember what was found. */
    public void put(String sha256, String finding) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(sha256 + ".txt"), finding + "\n");
    }
}
