package dev.turbobench.engine.turbomind.device.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source to compile with the constants to compile it for.
 *
 * @param source the source
 * @param constants values of the preprocessor symbols
 */
public record KernelUnit(KernelSource source, Map<String, String> constants) {

    public KernelUnit {
        constants = Map.copyOf(constants);
    }

    /** Options of the compiler, in a fixed order. */
    List<String> options(String architecture) {
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=" + architecture);
        options.add("--std=c++17");
        new TreeMap<>(constants).forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    /** A name for the result that changes whenever anything changes that the result depends on. */
    String key(String architecture, String compilerVersion) {
        MessageDigest digest = sha256();
        update(digest, compilerVersion);
        options(architecture).forEach(option -> update(digest, option));
        update(digest, source.text());
        for (Map.Entry<String, String> header : source.sortedHeaders()) {
            update(digest, header.getKey());
            update(digest, header.getValue());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
