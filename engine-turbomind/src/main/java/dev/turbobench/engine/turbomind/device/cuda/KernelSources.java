package dev.turbobench.engine.turbomind.device.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CUDA sources among the resources of a class. */
public final class KernelSources {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\"");

    private final Class<?> owner;
    private final String folder;

    /**
     * Create a view of a resource folder.
     *
     * @param owner whose class loader has the resources
     * @param folder absolute name of the folder, with slashes at both ends
     */
    public KernelSources(Class<?> owner, String folder) {
        this.owner = owner;
        this.folder = folder;
    }

    /** The kernels of the engine. */
    public static KernelSources ofEngine() {
        return new KernelSources(KernelSources.class, "/dev/turbobench/engine/turbomind/cuda/");
    }

    /** Read a source and, directly or indirectly, all headers that it includes. */
    public KernelSource read(String name) {
        String text = text(name);
        Map<String, String> headers = new HashMap<>();
        addHeaders(text, headers);
        return new KernelSource(name, text, headers);
    }

    private void addHeaders(String text, Map<String, String> headers) {
        Matcher include = INCLUDE.matcher(text);
        while (include.find()) {
            String name = include.group(1);
            if (!headers.containsKey(name)) {
                String header = text(name);
                headers.put(name, header);
                addHeaders(header, headers);
            }
        }
    }

    private String text(String name) {
        try (InputStream stream = owner.getResourceAsStream(folder + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no resource " + folder + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + folder + name, e);
        }
    }
}
