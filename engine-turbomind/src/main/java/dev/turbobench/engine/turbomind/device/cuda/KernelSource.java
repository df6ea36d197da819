package dev.turbobench.engine.turbomind.device.cuda;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CUDA source file with everything that it includes.
 *
 * @param name file name, for messages
 * @param text the source
 * @param headers text of each header by the name it is included by
 */
public record KernelSource(String name, String text, Map<String, String> headers) {

    public KernelSource {
        headers = Map.copyOf(headers);
    }

    /** Headers in a fixed order. */
    List<Map.Entry<String, String>> sortedHeaders() {
        return List.copyOf(new TreeMap<>(headers).entrySet());
    }
}
