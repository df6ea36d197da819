package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.sources;
import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of options is so. */
class ReadmeIT {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z_-]+");

    @TempDir
    private Path scratch;

    @Test
    void namesOptionsThatExist() throws IOException {
        String help = turbobench(scratch, "profile", "--help").out()
                + turbobench(scratch, "generate", "--help").out();

        List<String> options = matches(OPTION, 0);
        assertThat(options)
                .contains("--concurrency", "--device", "--csv")
                .allSatisfy(option ->
                        assertThat(help).containsPattern(Pattern.quote(option.replace('_', '-')) + "(?![a-z-])"));
    }

    private static List<String> matches(Pattern pattern, int group) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(sources().resolve("README.md")));
        return matcher.results().map(result -> result.group(group)).distinct().toList();
    }
}
