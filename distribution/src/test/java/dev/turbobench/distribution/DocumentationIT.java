package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.sources;
import static dev.turbobench.distribution.TestingInstallation.turbobench;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.turbobench.spi.error.ErrorCodeSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation says what the program does. What is made from the program is written anew with {@code
 * -Ddocs.update=true} on Maven's command line.
 */
class DocumentationIT {

    private static final Path DOCS = sources().resolve("docs");
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*) {2,}\\S");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern CODE_HEADING = Pattern.compile("(?m)^### ([A-Z][A-Z_]+)$");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final String START = "<!-- made from the program -->\n";
    private static final String END = "<!-- end -->\n";

    @TempDir
    private Path scratch;

    @Test
    void optionsAreThoseOfTheProgram() throws IOException {
        String rootHelp = turbobench(scratch, "--help").out();
        StringBuilder text = new StringBuilder();
        text.append(section("turbobench", rootHelp));
        for (String command : COMMAND.matcher(rootHelp)
                .results()
                .map(match -> match.group(1))
                .filter(command -> !command.equals("help"))
                .toList()) {
            text.append(section(
                    "turbobench " + command,
                    turbobench(scratch, command, "--help").out()));
        }
        for (String kind : List.of("engines", "metrics", "reporters")) {
            String list = turbobench(scratch, kind)
                    .out()
                    .lines()
                    .filter(line -> !line.startsWith("  device"))
                    .map(line -> line + "\n")
                    .reduce("", String::concat);
            text.append(section("Options of " + kind, list));
        }

        check(DOCS.resolve("options.md"), text.toString());
    }

    @Test
    void metricsAreThoseOfTheProgram() throws IOException {
        Execution run = turbobench(
                scratch,
                "profile",
                "--device=cpu",
                "-c=1",
                "-pt=2",
                "-ct=4",
                "-tr=2",
                "--set=metric.goodput.ttft=1",
                "--report=json=run.json");
        JsonNode definitions = new ObjectMapper()
                .readTree(scratch.resolve("run.json").toFile())
                .get("metric_definitions");
        assertThat(definitions).as("%s", run).isNotEmpty();
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> named : definitions.properties()) {
            JsonNode definition = named.getValue();
            rows.add("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            named.getKey(),
                            cell(definition, "label"),
                            cell(definition, "unit"),
                            cell(definition, "direction").replace('_', ' '),
                            cell(definition, "definition")));
        }

        Path page = DOCS.resolve("metrics.md");
        if (Boolean.getBoolean("docs.update")) {
            check(
                    page,
                    "| Id | Label | Unit | Better | Definition |\n|---|---|---|---|---|\n" + String.join("\n", rows)
                            + "\n");
        }
        // Some are there only on machines that can measure them, so others may stand there too.
        assertThat(Files.readAllLines(page)).containsAll(rows);
    }

    @Test
    void everyErrorCodeHasASection() throws IOException {
        TreeSet<String> codes = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.turbobench")) {
            if (type.isEnum() && type.isAssignableTo(ErrorCodeSupplier.class)) {
                type.getFields().stream()
                        .filter(field -> field.getRawType().equals(type))
                        .forEach(field -> codes.add(field.getName()));
            }
        }

        assertThat(codes).contains("INVALID_OPTION");
        assertThat(results(CODE_HEADING, Files.readString(DOCS.resolve("troubleshooting.md"))))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = Files.readString(DOCS.resolve("README.md"));

        assertThat(pages())
                .filteredOn(page -> page.startsWith(DOCS) && !page.endsWith("README.md"))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(index).contains("](" + DOCS.relativize(page) + ")"));
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        int links = 0;
        for (Path page : pages()) {
            String text = FENCE.matcher(Files.readString(page)).replaceAll("");
            for (String link : results(LINK, text)) {
                if (link.contains(":")) {
                    continue;
                }
                links++;
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                assertThat(target).as("target of %s in %s", link, page).exists();
                if (parts.length == 2) {
                    assertThat(anchors(target))
                            .as("headings for %s in %s", link, page)
                            .contains(parts[1]);
                }
            }
        }
        assertThat(links).isPositive();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(sources().resolve("README.md")));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    /** The names under which GitHub shows the headings of a page. */
    private static List<String> anchors(Path page) throws IOException {
        return results(HEADING, FENCE.matcher(Files.readString(page)).replaceAll("")).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<String> results(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String section(String title, String output) {
        assertThat(output).as(title).isNotBlank();
        return "## %s%n%n```text%n%s```%n%n".formatted(title, output.replace(" \n", "\n"));
    }

    private static String cell(JsonNode definition, String field) {
        return definition.get(field).asText().replace("|", "\\|");
    }

    /** Compare what is between the marks of a page with what it should be, or put it there. */
    private static void check(Path page, String expected) throws IOException {
        String text = Files.readString(page);
        int start = text.indexOf(START) + START.length();
        int end = text.indexOf(END);
        assertThat(end).as("marks in %s", page).isGreaterThanOrEqualTo(start);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page, text.substring(0, start) + "\n" + expected + text.substring(end));
        } else {
            assertThat(text.substring(start, end).strip())
                    .as("%s; to write it anew: mvn verify -Dit.test=DocumentationIT -Ddocs.update=true", page)
                    .isEqualTo(expected.strip());
        }
    }
}
