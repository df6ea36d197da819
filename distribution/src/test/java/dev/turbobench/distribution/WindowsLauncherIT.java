package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be told of bin/turbobench.cmd where it does not run: that it says the same as bin/turbobench. */
class WindowsLauncherIT {

    private static final Pattern JVM_OPTION = Pattern.compile("(?<=[ \"=])--?[A-Za-z][\\w:+=.-]*[A-Za-z0-9]");
    private static final Pattern LABEL = Pattern.compile("(?m)^:(\\w+)");
    private static final Pattern JUMP = Pattern.compile("goto (\\w+)");

    @Test
    void isPlainAsciiWithTheLineEndsOfWindows() throws IOException {
        byte[] bytes = Files.readAllBytes(folder().resolve("bin/turbobench.cmd"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);

        assertThat(text.chars()).allMatch(c -> c < 128);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text).endsWith("\r\n");
    }

    @Test
    void startsJavaAsTheOtherOneDoes() throws IOException {
        String windows = text("turbobench.cmd");
        String unix = text("turbobench");

        assertThat(options(windows)).isEqualTo(options(unix)).contains("-XX:+UseParallelGC", "-Dturbobench.home");
        assertThat(windows)
                .contains("\"oldest_java=17\"", "main_class=dev.turbobench.core.cli.TurboBench")
                .contains("-cp \"%home%\\lib\\turbobench.jar\" %main_class% %*")
                .contains("geq 24", "[ENVIRONMENT_INVALID]", "exit /b 4", "exit /b %errorlevel%");
        assertThat(unix)
                .contains("oldest_java=17", "main_class=dev.turbobench.core.cli.TurboBench", "-ge 24", "exit 4")
                .contains("-cp \"$home/lib/turbobench.jar\" \"$main_class\" \"$@\"");
        for (String variable : List.of("TURBOBENCH_JAVA_HOME", "JAVA_HOME", "TURBOBENCH_OPTS")) {
            assertThat(windows).contains("%" + variable + "%");
            assertThat(unix).contains("$" + "{" + variable + ":-}");
        }
    }

    @Test
    void jumpsOnlyToPlacesThatExist() throws IOException {
        String windows = text("turbobench.cmd");

        assertThat(groups(JUMP, windows)).isEqualTo(groups(LABEL, windows)).isNotEmpty();
    }

    private static String text(String launcher) throws IOException {
        return Files.readString(folder().resolve("bin").resolve(launcher));
    }

    private static Set<String> options(String script) {
        TreeSet<String> options = new TreeSet<>();
        script.lines()
                .filter(line -> !line.startsWith("rem") && !line.strip().startsWith("#"))
                .forEach(line -> JVM_OPTION
                        .matcher(line)
                        .results()
                        .map(MatchResult::group)
                        .forEach(options::add));
        options.removeIf(option -> !option.matches("-(X|D|-enable|-sun).*"));
        return options;
    }

    private static Set<String> groups(Pattern pattern, String text) {
        TreeSet<String> groups = new TreeSet<>();
        pattern.matcher(text).results().map(match -> match.group(1)).forEach(groups::add);
        return groups;
    }
}
