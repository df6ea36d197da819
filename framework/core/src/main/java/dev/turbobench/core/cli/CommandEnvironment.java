package dev.turbobench.core.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What commands know of the process they run in.
 *
 * @param terminal where they write
 * @param variables the environment variables
 * @param home folder of the distribution; empty where classes are run from elsewhere
 * @param userHome home folder of the user
 * @param signal how they are stopped
 */
record CommandEnvironment(
        Terminal terminal, Map<String, String> variables, Optional<Path> home, Path userHome, StopSignal signal) {

    static CommandEnvironment ofProcess(Terminal terminal, Map<String, String> variables, StopSignal signal) {
        Optional<Path> home =
                Optional.ofNullable(System.getProperty("turbobench.home")).map(Path::of);
        return new CommandEnvironment(terminal, variables, home, Path.of(System.getProperty("user.home", ".")), signal);
    }

    Path cacheDirectory() {
        String base = variables.getOrDefault("XDG_CACHE_HOME", "");
        return (base.isEmpty() ? userHome.resolve(".cache") : Path.of(base)).resolve("turbobench");
    }
}
