package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.launcher;
import static dev.turbobench.distribution.TestingInstallation.portableArchive;
import static dev.turbobench.distribution.TestingInstallation.start;
import static dev.turbobench.distribution.TestingInstallation.tools;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that brings its own Java runs on a Linux that has none. */
class PortableIT {

    private static final long LARGEST_BYTES = 60L << 20;

    /** Older releases cannot archive classes for another place. */
    private static final boolean CLASSES_ARE_ARCHIVED = Runtime.version().feature() >= 19;

    @TempDir
    private static Path target;

    private static Path installation;

    @TempDir
    private Path scratch;

    private Map<String, String> environment;

    @BeforeAll
    static void unpack() throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the portable archive is made on Linux on x86-64");
        assertThat(portableArchive())
                .as("made by every JDK that can link a runtime; install the jmods of this one if they are missing")
                .isRegularFile();
        installation = TestingInstallation.unpack(
                portableArchive(), Files.createDirectory(target.resolve("mit Leerzeichen und Ümläuten")));
    }

    @BeforeEach
    void forgetEveryJava() {
        Path tools = tools(scratch.resolve("tools"), "dirname", "readlink", "sed");
        environment = Map.of("PATH", tools.toString(), "HOME", scratch.toString());
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(portableArchive())).isLessThan(LARGEST_BYTES);
    }

    @Test
    void runsWithTheJavaThatItBrings() {
        Execution version = start(launcher(installation), scratch, environment, "--version");

        assertThat(version.err()).isEmpty();
        assertThat(version.exitCode()).isZero();
        assertThat(version.out())
                .contains("Java " + Runtime.version().toString().replaceFirst("\\+.*", ""));
    }

    @Test
    void measuresAndReportsWithoutChangingAFileOfTheInstallation() throws IOException {
        Map<String, FileTime> before = times(installation);

        Execution run = start(
                launcher(installation),
                scratch,
                environment,
                "profile",
                "--device=cpu",
                "--concurrency=2",
                "--prompt-tokens=4",
                "--completion-tokens=8",
                "--test-round=2",
                "--report=html=page.html",
                "--report=json=run.json",
                "--report=markdown=run.md");

        assertThat(run.err()).doesNotContainIgnoringCase("warning");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(scratch.resolve("page.html")).content().contains("<html");
        assertThat(scratch.resolve("run.json")).isNotEmptyFile();
        assertThat(scratch.resolve("run.md")).isNotEmptyFile();
        assertThat(times(installation)).isEqualTo(before);
    }

    @Test
    void startsFromArchivedClassesWhateverTheSizeOfTheHeap() {
        assumeTrue(CLASSES_ARE_ARCHIVED, "this Java cannot archive classes for another place");
        for (String oops : new String[] {"-XX:+UseCompressedOops", "-XX:-UseCompressedOops"}) {
            Map<String, String> logging = new TreeMap<>(environment);
            logging.put("TURBOBENCH_OPTS", oops + " -Xlog:class+load");

            Execution help = start(launcher(installation), scratch, logging, "--help");

            assertThat(help.out().lines().filter(line -> line.contains(" dev.turbobench.core.")))
                    .as("classes loaded with %s", oops)
                    .hasSizeGreaterThan(20)
                    .allMatch(line -> line.contains("shared objects file") || line.contains("Lambda"));
        }
    }

    @Test
    void startsSilentlyWhereACopyLostTheTimesOfItsFiles() throws IOException {
        Path copy = TestingInstallation.unpack(portableArchive(), scratch);
        Files.setLastModifiedTime(copy.resolve("lib/turbobench.jar"), FileTime.from(Instant.now()));

        Execution version = start(launcher(copy), scratch, environment, "--version");

        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("turbobench ");
    }

    @Test
    void isTheSameWhenMadeAgain() throws IOException {
        Path again = scratch.resolve(portableArchive().getFileName());

        Execution script = Execution.of(
                scratch,
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(
                        "/bin/sh",
                        TestingInstallation.sources()
                                .resolve("distribution/src/build/portable.sh")
                                .toString(),
                        TestingInstallation.folder().toString(),
                        again.toString(),
                        System.getProperty("java.home"),
                        System.getProperty("distribution.time")));

        assertThat(script.exitCode()).as("%s", script).isZero();
        assertThat(Files.mismatch(portableArchive(), again))
                .as("first difference")
                .isEqualTo(-1);
        assertThat(scratch.resolve("portable")).doesNotExist();
    }

    @Test
    void needsOnlyTheCLibrary() {
        Path library = installation.resolve("runtime/lib");

        for (String name : List.of(
                "server/libjvm.so",
                "libjava.so",
                "libjimage.so",
                "libnet.so",
                "libnio.so",
                "libzip.so",
                "libverify.so")) {
            Execution ldd = Execution.of(
                    scratch,
                    Map.of("PATH", "/usr/bin:/bin"),
                    List.of("ldd", library.resolve(name).toString()));

            assertThat(ldd.out().lines().map(line -> line.strip().replaceFirst("[ /].*", "")))
                    .as("what %s needs", name)
                    .isSubsetOf(
                            "linux-vdso.so.1",
                            "",
                            "libc.so.6",
                            "libdl.so.2",
                            "libm.so.6",
                            "libpthread.so.0",
                            "librt.so.1",
                            "libjava.so",
                            "libjvm.so",
                            "libnet.so",
                            // Debian's builds of Java take these from the system; those of Adoptium bring them.
                            "libgcc_s.so.1",
                            "libstdc++.so.6",
                            "libz.so.1");
        }
    }

    private static Map<String, FileTime> times(Path root) throws IOException {
        Map<String, FileTime> result = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                result.put(root.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return result;
    }
}
