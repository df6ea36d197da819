package dev.turbobench.core.plugin;

import java.util.List;

/**
 * The packages that plugins share with the host. Types in them cross the border between the two, so each must exist once:
 * the API, because both sides implement it; SLF4J, so that log lines of plugins obey {@code --log-level}.
 */
final class HostPackages {

    private static final List<String> PACKAGES = List.of("dev.turbobench.spi.", "org.slf4j.");
    private static final List<String> FOLDERS =
            PACKAGES.stream().map(name -> name.replace('.', '/')).toList();

    /** The code of plugins calls it after their calls of {@link System#exit} were redirected. */
    private static final String FORBIDDEN_EXIT = ForbiddenExit.class.getName();

    private HostPackages() {}

    static boolean containsClass(String className) {
        return className.equals(FORBIDDEN_EXIT) || PACKAGES.stream().anyMatch(className::startsWith);
    }

    /** Resource names have slashes where class names have dots. */
    static boolean containsResource(String resourceName) {
        return FOLDERS.stream().anyMatch(resourceName::startsWith);
    }
}
