package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.environment;
import static dev.turbobench.distribution.TestingInstallation.folder;
import static dev.turbobench.distribution.TestingInstallation.java;
import static dev.turbobench.distribution.TestingInstallation.launcher;
import static dev.turbobench.distribution.TestingInstallation.start;
import static dev.turbobench.distribution.TestingInstallation.tools;
import static dev.turbobench.distribution.TestingInstallation.unpack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How bin/turbobench finds itself and Java. */
class LauncherIT {

    private static final int OLDEST_JAVA = 17;
    private static final String MAIN_CLASS = "dev.turbobench.core.cli.TurboBench";

    @TempDir
    private Path scratch;

    @Test
    void runsThroughSymbolicLinks() throws IOException {
        Path installation = unpack(scratch);
        Path absolute = Files.createSymbolicLink(scratch.resolve("absolute"), launcher(installation));
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("../absolute"));

        assertThat(startWithFakeJava(relative).out()).contains("-Dturbobench.home=" + installation);
        assertThat(startWithFakeJava(absolute).out()).contains("-Dturbobench.home=" + installation);
    }

    @Test
    void runsFromThePath() {
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", fakeJavaHome("17.0.1").toString());
        environment.put("PATH", "/usr/bin:/bin:" + folder().resolve("bin"));

        Execution execution = Execution.of(scratch, environment, List.of("/bin/sh", "-c", "turbobench engines"));

        assertThat(execution.out()).contains("-Dturbobench.home=" + folder()).endsWith("engines\n");
    }

    @Test
    void passesArgumentsAsTheyAre() {
        Execution execution =
                startWithFakeJava(launcher(folder()), "a b", "", "*", "$HOME", "\"quoted\"", "--", "ümläut");

        assertThat(execution.exitCode()).isZero();
        assertThat(execution.out()).endsWith(MAIN_CLASS + "\na b\n\n*\n$HOME\n\"quoted\"\n--\nümläut\n");
    }

    @Test
    void runsRealJavaFromAFolderWithSpacesAndLettersBeyondAsciiInAnyLocale() throws IOException {
        Path installation = unpack(Files.createDirectory(scratch.resolve("mit Leerzeichen und Ümläuten")));

        for (String locale : new String[] {"", "C", "C.UTF-8"}) {
            Map<String, String> environment = environment();
            environment.put("LC_ALL", locale);
            Execution execution = start(launcher(installation), scratch, environment, "--version");

            assertThat(execution.err()).as("locale \"%s\"", locale).isEmpty();
            assertThat(execution.out()).startsWith("turbobench ");
            assertThat(execution.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("installedJavas")
    void runsUnderEveryInstalledJava(Path java) throws IOException {
        Path installation = unpack(scratch);
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", java.toString());

        Execution engines = start(launcher(installation), scratch, environment, "engines");
        Execution run = start(
                launcher(installation),
                scratch,
                environment,
                "profile",
                "--device=cpu",
                "-c=1",
                "-pt=2",
                "-ct=4",
                "-tr=1",
                "--report=html=page.html");

        assertThat(engines.err()).isEmpty();
        assertThat(engines.exitCode()).isZero();
        assertThat(run.err()).doesNotContainIgnoringCase("warning");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(scratch.resolve("page.html")).isNotEmptyFile();
    }

    static Stream<Path> installedJavas() throws IOException {
        Path usual = Path.of("/usr/lib/jvm");
        List<Path> javas = new ArrayList<>();
        javas.add(Path.of(System.getProperty("java.home")).toRealPath());
        if (Files.isDirectory(usual)) {
            try (Stream<Path> folders = Files.list(usual)) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    if (Files.isExecutable(folder.resolve("bin/java")) && feature(folder) >= OLDEST_JAVA) {
                        javas.add(folder.toRealPath());
                    }
                }
            }
        }
        return javas.stream().distinct();
    }

    private static int feature(Path java) throws IOException {
        Path release = java.resolve("release");
        Matcher version = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)")
                .matcher(Files.isReadable(release) ? Files.readString(release) : "");
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    @Test
    void keepsSeveralVersionsApart() throws IOException {
        Path first = unpack(Files.createDirectory(scratch.resolve("first")));
        Path second = unpack(Files.createDirectory(scratch.resolve("second")));
        Path commands = Files.createDirectory(scratch.resolve("commands"));
        Files.createSymbolicLink(commands.resolve("turbobench-1"), launcher(first));
        Files.createSymbolicLink(commands.resolve("turbobench-2"), launcher(second));

        assertThat(startWithFakeJava(commands.resolve("turbobench-1")).out())
                .contains("-Dturbobench.home=" + first, first + "/lib/turbobench.jar")
                .doesNotContain(second.toString());
        assertThat(startWithFakeJava(commands.resolve("turbobench-2")).out())
                .contains("-Dturbobench.home=" + second, second + "/lib/turbobench.jar")
                .doesNotContain(first.toString());
    }

    @Test
    void runsFromAFolderThatCannotBeWritten() throws IOException {
        Path installation = unpack(scratch);
        assertThat(Execution.of(scratch, environment(), List.of("chmod", "-R", "a-w", installation.toString()))
                        .exitCode())
                .isZero();
        try {
            Execution plugins = start(launcher(installation), scratch, environment(), "plugins");

            assertThat(plugins.err()).isEmpty();
            assertThat(plugins.exitCode()).isZero();
        } finally {
            Execution.of(scratch, environment(), List.of("chmod", "-R", "u+w", installation.toString()));
        }
    }

    @Test
    void takesTheJavaOnThePathWhereJavaHomeIsNotSet() {
        Map<String, String> environment = environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", fakeJavaHome("21.0.2").resolve("bin") + ":/usr/bin:/bin");

        assertThat(start(launcher(folder()), scratch, environment).out()).contains(MAIN_CLASS);
    }

    @Test
    void takesTheBundledJavaFirst() throws IOException {
        Path installation = unpack(scratch);
        java(installation.resolve("runtime/bin/java"), "17.0.1");

        Execution execution = start(launcher(installation), scratch, environment(), "bundled");

        assertThat(execution.out()).endsWith(MAIN_CLASS + "\nbundled\n");
    }

    @Test
    void takesTheJavaThatWasAskedForByName() throws IOException {
        Path installation = unpack(scratch);
        java(installation.resolve("runtime/bin/java"), "17.0.1");
        Path asked = fakeJavaHome("25");
        Map<String, String> environment = environment();
        environment.put("TURBOBENCH_JAVA_HOME", asked.toString());

        assertThat(start(launcher(installation), scratch, environment).out()).contains("--enable", MAIN_CLASS);

        Files.delete(installation.resolve("runtime/bin/java"));
        environment.put("TURBOBENCH_JAVA_HOME", scratch.toString());
        assertThat(start(launcher(installation), scratch, environment))
                .isEqualTo(new Execution(
                        4,
                        "",
                        "turbobench: error [ENVIRONMENT_INVALID]: TURBOBENCH_JAVA_HOME is %s, but there is no program %s/bin/java%n"
                                .formatted(scratch, scratch)));
    }

    @Test
    void readsTheVersionFromTheFilesOfTheInstallation() throws IOException {
        Path home = fakeJavaHome("99");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertThat(startWith(home).err()).contains("is Java 11:");
    }

    @Test
    void refusesAnOldJava() {
        for (String version : new String[] {"11.0.22", "16", "1.8.0_392"}) {
            Path home = fakeJavaHome(version);

            Execution execution = startWith(home);

            assertThat(execution.exitCode()).isEqualTo(4);
            assertThat(execution.out()).isEmpty();
            assertThat(execution.err())
                    .isEqualTo(
                            "turbobench: error [ENVIRONMENT_INVALID]: needs Java 17 or later, but %s/bin/java is Java %s: set JAVA_HOME to a newer one%n"
                                    .formatted(home, version.replace("1.8", "8").replaceAll("[^0-9].*", "")));
        }
    }

    @Test
    void refusesAJavaHomeWithoutJava() {
        Execution execution = startWith(scratch);

        assertThat(execution.exitCode()).isEqualTo(4);
        assertThat(execution.err())
                .isEqualTo(
                        "turbobench: error [ENVIRONMENT_INVALID]: JAVA_HOME is %s, but there is no program %s/bin/java%n"
                                .formatted(scratch, scratch));
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJava() {
        Path tools = tools(scratch.resolve("tools"), "dirname", "readlink", "sed");

        Execution execution = start(launcher(folder()), scratch, Map.of("PATH", tools.toString()));

        assertThat(execution.exitCode()).isEqualTo(4);
        assertThat(execution.err())
                .isEqualTo(
                        "turbobench: error [ENVIRONMENT_INVALID]: no Java found: install Java 17 or later, and put it on the PATH or set JAVA_HOME\n");
    }

    @Test
    void refusesAFolderThatJavaCannotHaveOnItsClassPath() throws IOException {
        Path installation = unpack(Files.createDirectory(scratch.resolve("a:b")));

        Execution execution = start(launcher(installation), scratch, environment());

        assertThat(execution.exitCode()).isEqualTo(4);
        assertThat(execution.err()).contains("cannot run from").contains("colon");
    }

    @Test
    void allowsNativeAccessOnlyWhereJavaAsksForIt() {
        assertThat(startWith(fakeJavaHome("25.0.3")).out())
                .contains("--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow\n");
        assertThat(startWith(fakeJavaHome("17.0.15")).out()).doesNotContain("native-access", "unsafe");
    }

    @Test
    void letsTheUserHaveTheLastWord() {
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", fakeJavaHome("17").toString());
        environment.put("TURBOBENCH_OPTS", "-Xmx1g  -XX:+UseSerialGC -Dpattern=*");

        Execution execution = start(launcher(folder()), scratch, environment);

        assertThat(execution.out())
                .contains("-XX:MaxRAMPercentage=70\n")
                .contains("-Xmx1g\n-XX:+UseSerialGC\n-Dpattern=*\n")
                .doesNotContain("UseParallelGC");
    }

    private Path fakeJavaHome(String version) {
        Path home = scratch.resolve("java " + version);
        java(home.resolve("bin/java"), version);
        return home;
    }

    private Execution startWithFakeJava(Path launcher, String... arguments) {
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", fakeJavaHome("17.0.1").toString());
        return start(launcher, scratch, environment, arguments);
    }

    private Execution startWith(Path javaHome) {
        Map<String, String> environment = environment();
        environment.put("JAVA_HOME", javaHome.toString());
        return start(launcher(folder()), scratch, environment);
    }
}
