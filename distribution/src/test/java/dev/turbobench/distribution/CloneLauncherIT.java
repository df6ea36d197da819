package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.script;
import static dev.turbobench.distribution.TestingInstallation.start;
import static dev.turbobench.distribution.TestingInstallation.tools;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher of the clone builds what it starts. */
class CloneLauncherIT {

    @TempDir
    private Path scratch;

    private Path clone;
    private Path builds;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeAClone() throws IOException {
        clone = Files.createDirectory(scratch.resolve("the clone"));
        builds = scratch.resolve("builds");
        Path original = TestingInstallation.sources();
        for (String file : new String[] {"turbobench", "README.md", "LICENSE", "NOTICE"}) {
            Files.copy(original.resolve(file), clone.resolve(file));
        }
        assertThat(clone.resolve("turbobench").toFile().setExecutable(true)).isTrue();
        Files.writeString(
                clone.resolve("pom.xml"), "<project>\n    <version>1.2.3</version>\n    <version>4</version>\n");
        for (String folder :
                new String[] {".mvn", "docs", "distribution/docker", "distribution/examples", "distribution/src/build"
                }) {
            Files.createDirectories(clone.resolve(folder));
        }
        for (String module : new String[] {"framework/core", "engine", "distribution"}) {
            Files.createDirectories(clone.resolve(module).resolve("src/main/java"));
            Files.writeString(clone.resolve(module).resolve("pom.xml"), "");
            Files.writeString(clone.resolve(module).resolve("src/main/java/Main.java"), "");
        }
        makeEverythingOld();

        Path tools = scratch.resolve("tools");
        script(tools.resolve("mvn"), """
                echo "$@" >>"%s"
                echo from Maven
                sleep 1
                mkdir -p distribution/target/turbobench-1.2.3/bin
                printf '#!/bin/sh\\nprintf "%%%%s\\\\n" started "$@"' >distribution/target/turbobench-1.2.3/bin/turbobench
                chmod +x distribution/target/turbobench-1.2.3/bin/turbobench
                """.formatted(builds));
        script(tools.resolve("javac"), "");
        environment.put("PATH", tools + ":/usr/bin:/bin");
    }

    @Test
    void buildsOnceAndStarts() throws IOException {
        Execution first = turbobench("profile", "a b");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).isEqualTo("started\nprofile\na b\n");
        assertThat(first.err()).isEqualTo("turbobench: building 1.2.3 (once; takes a minute)\n");

        Execution second = turbobench("engines");

        assertThat(second.out()).isEqualTo("started\nengines\n");
        assertThat(second.err()).isEmpty();
        assertThat(builds).hasContent("-q -B -ntp -DskipTests -pl distribution -am package");
    }

    @Test
    void buildsAgainWhenSourcesChangeAppearOrGo() throws IOException {
        turbobench();
        Path source = clone.resolve("framework/core/src/main/java/Main.java");

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        turbobench();
        assertThat(Files.readAllLines(builds)).hasSize(2);

        makeEverythingOld();
        turbobench();
        assertThat(Files.readAllLines(builds)).hasSize(2);

        Files.writeString(clone.resolve("engine/src/main/java/Other.java"), "");
        turbobench();
        assertThat(Files.readAllLines(builds)).hasSize(3);

        makeEverythingOld();
        Files.delete(clone.resolve("engine/src/main/java/Other.java"));
        turbobench();
        assertThat(Files.readAllLines(builds)).hasSize(4);
    }

    @Test
    void buildsOnceWhenStartedSeveralTimesAtOnce() throws IOException {
        List<CompletableFuture<Execution>> starts = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> turbobench("x")))
                .toList();

        assertThat(starts).extracting(CompletableFuture::join).allSatisfy(execution -> {
            assertThat(execution.exitCode()).isZero();
            assertThat(execution.out()).isEqualTo("started\nx\n");
        });
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws IOException {
        Path target = Files.createDirectories(clone.resolve("distribution/target"));
        Execution dead = Execution.of(scratch, environment, List.of("/bin/sh", "-c", "echo $$"));
        Files.createSymbolicLink(
                target.resolve(".build-lock"), Path.of(dead.out().strip()));

        assertThat(turbobench().out()).isEqualTo("started\n");
        assertThat(Files.exists(target.resolve(".build-lock"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void showsWhyABuildFailed() {
        script(scratch.resolve("tools/mvn"), "echo '[ERROR] no such class'; exit 1");

        Execution execution = turbobench();

        assertThat(execution.exitCode()).isEqualTo(4);
        assertThat(execution.out()).isEmpty();
        assertThat(execution.err())
                .contains("[ERROR] no such class\nturbobench: error [ENVIRONMENT_INVALID]: the build failed, see above")
                .endsWith("mvn -DskipTests package\n");
        assertThat(turbobench().err()).contains("the build failed");
    }

    @Test
    void saysWhichToolIsMissing() throws IOException {
        Files.delete(scratch.resolve("tools/javac"));
        Path tools = tools(scratch.resolve("few tools"), "dirname", "find", "head", "ln", "mkdir", "readlink", "sed");
        environment.put("PATH", tools.toString());
        assertThat(turbobench())
                .isEqualTo(
                        new Execution(
                                4,
                                "",
                                "turbobench: error [ENVIRONMENT_INVALID]: cannot build: Maven 3.8 or later is needed, but there is no mvn on the PATH\n"));

        environment.put("PATH", scratch.resolve("tools") + ":" + tools);
        assertThat(turbobench())
                .isEqualTo(
                        new Execution(
                                4,
                                "",
                                "turbobench: error [ENVIRONMENT_INVALID]: cannot build: a JDK 17 or later is needed, but there is no javac on the PATH\n"));

        environment.put("JAVA_HOME", scratch.toString());
        assertThat(turbobench().err()).contains("which is not a JDK (no bin/javac)");
    }

    @Test
    void startsWhatWasBuiltLastWhenToldNotToBuild() throws IOException {
        environment.put("TURBOBENCH_NO_BUILD", "1");
        assertThat(turbobench().err()).contains("nothing was built yet");

        environment.remove("TURBOBENCH_NO_BUILD");
        turbobench();
        environment.put("TURBOBENCH_NO_BUILD", "1");
        Files.setLastModifiedTime(
                clone.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(turbobench().out()).isEqualTo("started\n");
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    private Execution turbobench(String... arguments) {
        return start(clone.resolve("turbobench"), scratch, environment, arguments);
    }

    private void makeEverythingOld() throws IOException {
        FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
        try (Stream<Path> files = Files.walk(clone)) {
            for (Path file : files.filter(path -> !path.startsWith(clone.resolve("distribution/target")))
                    .toList()) {
                Files.setLastModifiedTime(file, old);
            }
        }
    }
}
