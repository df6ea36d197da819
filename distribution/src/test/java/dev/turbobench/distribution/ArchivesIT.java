package dev.turbobench.distribution;

import static dev.turbobench.distribution.TestingInstallation.archive;
import static dev.turbobench.distribution.TestingInstallation.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives have what the folder has, say what is in them, and come out the same each time. */
class ArchivesIT {

    private static final Path ZIP = Path.of(archive().toString().replace(".tar.gz", ".zip"));

    @TempDir
    private Path scratch;

    @Test
    void haveTheFilesOfTheFolder() throws IOException {
        Path unpacked = TestingInstallation.unpack(scratch);
        Map<String, Long> expected = checksums(folder());

        assertThat(unpacked.getFileName()).isEqualTo(folder().getFileName());
        assertThat(checksums(unpacked)).isEqualTo(expected);
        assertThat(unpacked.resolve("bin/turbobench")).isExecutable();

        Path unzipped = Files.createDirectory(scratch.resolve("zip"));
        unzip(ZIP, unzipped);
        assertThat(checksums(unzipped.resolve(folder().getFileName()))).isEqualTo(expected);
    }

    @Test
    void areTheSameWhenMadeAgain() throws IOException {
        for (Path archive : List.of(archive(), ZIP)) {
            Path again = archive.getParent().resolve("again").resolve(archive.getFileName());

            assertThat(Files.mismatch(archive, again))
                    .as("first difference in %s", archive)
                    .isEqualTo(-1);
        }
    }

    @Test
    void nameNobodyAndNoTimeOfTheirOwn() {
        Execution list = tar(
                "--list",
                "--verbose",
                "--numeric-owner",
                "--utc",
                "--full-time",
                "-zf",
                archive().toString());

        assertThat(list.out().lines().toList())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .containsPattern("^(d|-)rw(x|-)r-(x|-)r-\\2 +(0/0) ")
                        .contains(" "
                                + System.getProperty("distribution.time")
                                        .replaceAll("[TZ]", " ")
                                        .strip() + " "));
    }

    @Test
    void comeWithChecksums() throws IOException {
        Path sums = Path.of(archive().toString().replace(".tar.gz", ".sha256"));
        List<String> names = Files.readAllLines(sums).stream()
                .map(line -> line.split(" {2}")[1])
                .toList();

        assertThat(names)
                .contains(archive().getFileName().toString(), ZIP.getFileName().toString());
        verify(sums);

        Path unpacked = TestingInstallation.unpack(scratch);
        assertThat(Files.readAllLines(unpacked.resolve("SHA256SUMS")))
                .hasSize(checksums(unpacked).size() - 1);
        verify(unpacked.resolve("SHA256SUMS"));
    }

    private static void verify(Path sums) {
        Execution check = Execution.of(
                sums.getParent(),
                Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"),
                List.of("sha256sum", "--check", "--strict", "--quiet", sums.toString()));
        assertThat(check).isEqualTo(new Execution(0, "", ""));
    }

    private static Execution tar(String... arguments) {
        return Execution.of(
                folder(),
                Map.of("PATH", "/usr/bin:/bin"),
                Stream.concat(Stream.of("tar"), Stream.of(arguments)).toList());
    }

    private static void unzip(Path archive, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                Path file = target.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
        }
    }

    private static Map<String, Long> checksums(Path root) throws IOException {
        Map<String, Long> result = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CRC32 checksum = new CRC32();
                checksum.update(Files.readAllBytes(file));
                result.put(root.relativize(file).toString(), checksum.getValue());
            }
        }
        return result;
    }
}
