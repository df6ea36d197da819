package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.folder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every library that is passed on is listed, with its licence. */
class BillOfMaterialsIT {

    private static final Pattern LICENCE_ROW = Pattern.compile("(?m)^\\| ([\\w.-]+) \\| ([^|]+) \\| (.*) \\|$");
    private static final Pattern FILE = Pattern.compile("\\]\\(([^)]+)\\)");

    @Test
    void listsTheJarsByTheirHashes() throws IOException, NoSuchAlgorithmException {
        assumeFalse(
                System.getProperty("distribution.network").equals("offline=true"),
                "Maven makes no bill of materials offline");
        JsonNode bom = new ObjectMapper().readTree(folder().resolve("bom.json").toFile());
        Set<String> listed = new TreeSet<>();
        for (JsonNode component : bom.get("components")) {
            for (JsonNode hash : component.get("hashes")) {
                if (hash.get("alg").asText().equals("SHA-256")) {
                    listed.add(hash.get("content").asText());
                }
            }
        }
        Set<String> present = new TreeSet<>();
        for (Path jar : jars()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            present.add(HexFormat.of().formatHex(hash));
        }

        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(listed).isEqualTo(present);
    }

    @Test
    void licencesCoverTheJars() throws IOException {
        Path licences = folder().resolve("licenses");
        List<MatchResult> rows = LICENCE_ROW
                .matcher(Files.readString(licences.resolve("README.md")))
                .results()
                .filter(row -> !row.group(1).equals("Library"))
                .filter(row -> !row.group(1).startsWith("--"))
                .toList();
        Set<String> libraries = jars().stream()
                .map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", ""))
                .filter(name -> !name.startsWith("turbobench-"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).extracting(row -> row.group(1)).containsExactlyInAnyOrderElementsOf(libraries);
        assertThat(rows).allSatisfy(row -> {
            Matcher file = FILE.matcher(row.group(3));
            assertThat(file.find() || row.group(2).equals("public domain"))
                    .as("%s has a text", row.group(1))
                    .isTrue();
        });
    }

    /** The jars of lib and of the plugins, without the one that only names others. */
    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.endsWith("lib/turbobench.jar"))
                    .toList();
        }
    }
}
