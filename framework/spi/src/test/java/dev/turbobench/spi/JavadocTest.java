package dev.turbobench.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a plugin has nothing but the documentation of the API. */
class JavadocTest {

    private static final Pattern PROBLEM = Pattern.compile("(.+\\.java):(\\d+): (warning|error): (.*)");

    /** The parameters of a canonical constructor are documented with the record. */
    private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("    public \\w+ \\{");

    @TempDir
    Path pages;

    @Test
    void describesEverythingThatIsPublic() throws IOException {
        StringWriter output = new StringWriter();
        ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();

        int exitCode = javadoc.run(
                new PrintWriter(output),
                new PrintWriter(output),
                "-Xdoclint:all",
                "-quiet",
                "-Xmaxwarns",
                "1000",
                "-d",
                pages.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                "src/main/java",
                "-subpackages",
                "dev.turbobench.spi");

        assertThat(exitCode).as(output.toString()).isZero();
        assertThat(problems(output.toString())).isEmpty();
        assertThat(pages.resolve("dev/turbobench/spi/BenchmarkPlugin.html")).exists();
    }

    private static List<String> problems(String output) throws IOException {
        List<String> problems = new ArrayList<>();
        for (String line : output.lines().toList()) {
            Matcher matcher = PROBLEM.matcher(line);
            if (matcher.matches()) {
                String source =
                        Files.readAllLines(Path.of(matcher.group(1))).get(Integer.parseInt(matcher.group(2)) - 1);
                if (!COMPACT_CONSTRUCTOR.matcher(source).matches()) {
                    problems.add(line);
                }
            }
        }
        return problems;
    }
}
