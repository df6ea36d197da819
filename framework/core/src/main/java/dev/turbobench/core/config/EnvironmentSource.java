package dev.turbobench.core.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment variables that are settings. */
final class EnvironmentSource {

    static final String PREFIX = "TURBOBENCH_";

    /** Variables that the start scripts and the engine read themselves. */
    private static final Set<String> OTHERS =
            Set.of("TURBOBENCH_OPTS", "TURBOBENCH_JAVA_HOME", "TURBOBENCH_NO_BUILD", "TURBOBENCH_LIBRARY_PATH");

    private EnvironmentSource() {}

    static Map<String, String> select(Map<String, String> environment) {
        Map<String, String> result = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                result.put(name, value);
            }
        });
        return result;
    }
}
