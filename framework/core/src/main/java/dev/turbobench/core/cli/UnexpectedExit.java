package dev.turbobench.core.cli;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds out who ends the process when it was not TurboBench: a plugin can get at {@link System#exit} by reflection, where
 * the redirection of its calls does not see it.
 */
final class UnexpectedExit {

    /** Class loaders of plugins are named so. */
    private static final String PLUGIN = "plugin ";

    private UnexpectedExit() {}

    /** Get the plugin that called for the exit that is going on, for example {@code plugin acme}. */
    static Optional<String> culprit() {
        return Thread.getAllStackTraces().values().stream()
                .filter(UnexpectedExit::isExit)
                .flatMap(stack -> Arrays.stream(stack)
                        .map(StackTraceElement::getClassLoaderName)
                        .filter(loader -> loader != null && loader.startsWith(PLUGIN))
                        .limit(1))
                .findFirst();
    }

    private static boolean isExit(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}
