package dev.turbobench.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The built distribution and ways to start it. */
final class TestingInstallation {

    private TestingInstallation() {}

    /** The folder that the build assembled. */
    static Path folder() {
        return Path.of(System.getProperty("distribution.folder"));
    }

    /** The archive that the build made of it. */
    static Path archive() {
        return Path.of(System.getProperty("distribution.archive"));
    }

    /** The archive with a Java of its own; missing where the JDK of the build could not make one. */
    static Path portableArchive() {
        return Path.of(System.getProperty("distribution.portable"));
    }

    /** The folder with the sources. */
    static Path sources() {
        return Path.of(System.getProperty("clone.folder"));
    }

    /** Unpack the archive into a folder and get the installation. */
    static Path unpack(Path folder) {
        return unpack(archive(), folder);
    }

    /** Unpack one of the archives that tar reads into a folder and get the installation. */
    static Path unpack(Path archive, Path folder) {
        Execution tar =
                Execution.of(folder, Map.of("PATH", "/usr/bin:/bin"), List.of("tar", "-xzf", archive.toString()));
        if (tar.exitCode() != 0) {
            throw new AssertionError(tar.err());
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher of an installation. */
    static Path launcher(Path installation) {
        return installation.resolve("bin/turbobench");
    }

    /** What a user's shell has, with the Java of this build and nothing about languages. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    /** Start the launcher of the built distribution. */
    static Execution turbobench(Path folder, String... arguments) {
        return start(launcher(folder()), folder, environment(), arguments);
    }

    /** Start a launcher. */
    static Execution start(Path launcher, Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        return Execution.of(folder, environment, command);
    }

    /** Write a program in shell. */
    static Path script(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make %s executable".formatted(file));
        }
        return file;
    }

    /** Make a folder that has some of the system's programs and no others. */
    static Path tools(Path folder, String... names) {
        for (String name : names) {
            script(folder.resolve(name), "exec /usr/bin/%s \"$@\"\n".formatted(name));
        }
        return folder;
    }

    /** Write a program that says it is a Java of some version and prints the arguments it is started with. */
    static Path java(Path file, String version) {
        return script(file, """
                if [ "$1" = -version ]; then
                    printf 'openjdk version "%s" 2020-01-01\\n' >&2
                    exit
                fi
                printf '%%s\\n' "$@"
                """.formatted(version));
    }
}
