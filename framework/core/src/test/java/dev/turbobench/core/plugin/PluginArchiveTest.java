package dev.turbobench.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginArchiveTest {

    @TempDir
    Path folder;

    private PluginRejectedException rejection(Path... jars) {
        return catchThrowableOfType(
                PluginRejectedException.class, () -> PluginArchive.open(new PluginSource(folder, List.of(jars))));
    }

    private Path jar(String name) {
        return folder.resolve(name);
    }

    @Test
    void readsTheManifest() throws PluginRejectedException {
        Path main = TestingJar.plugin("acme.my-plugin", "").write(jar("main.jar"));
        Path library = new TestingJar().entry("lib/x.txt", new byte[1]).write(jar("library.jar"));

        PluginArchive archive = PluginArchive.open(new PluginSource(folder, List.of(library, main)));

        assertThat(archive.identity().id()).isEqualTo("acme.my-plugin");
        assertThat(archive.identity().version()).isEqualTo("1.2.3");
        assertThat(archive.identity().location()).isEqualTo(folder.toString());
        assertThat(archive.identity().sha256()).matches("[0-9a-f]{64}");
        assertThat(archive.api()).hasToString("1.0");
        assertThat(archive.jars()).containsExactly(library, main);
    }

    @Test
    void hashesASingleJarAsItIsAndSeveralAsTheirListing() throws IOException {
        Path abc = Files.writeString(jar("a.jar"), "abc");
        Path empty = Files.createFile(jar("b.jar"));
        assertThat(JarHash.of(List.of(abc)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        // printf abc >a.jar; : >b.jar; sha256sum a.jar b.jar | sha256sum
        assertThat(JarHash.of(List.of(abc, empty)))
                .isEqualTo("6dcaf3564e5a6ceec672b3cf7ff7d6f358fe994d6bbdc93d7144a2f3d45d181d");
    }

    @Test
    void rejectsAFolderWithoutJars() {
        assertThat(rejection().reason()).isEqualTo(RejectionReason.NO_JAR);
    }

    @Test
    void rejectsEmptyAndTruncatedJars() throws IOException {
        Path good = TestingJar.plugin("acme", "").write(jar("good.jar"));
        Path empty = Files.createFile(jar("empty.jar"));
        byte[] bytes = Files.readAllBytes(good);
        Path truncated = Files.write(jar("truncated.jar"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(rejection(good, empty).reason()).isEqualTo(RejectionReason.UNREADABLE_JAR);
        assertThat(rejection(good, empty)).hasMessageContaining("empty.jar").hasMessageContaining("zip file is empty");
        assertThat(rejection(good, truncated))
                .hasMessageContaining("truncated.jar")
                .hasMessageContaining("zip END");
        assertThat(rejection(jar("gone.jar")).reason()).isEqualTo(RejectionReason.UNREADABLE_JAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {PluginArchive.ID, PluginArchive.VERSION, PluginArchive.API_VERSION})
    void rejectsAMissingHeader(String header) {
        PluginRejectedException rejection =
                rejection(TestingJar.plugin("acme", "").without(header).write(jar("a.jar")));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.HEADER_MISSING);
        assertThat(rejection).hasMessageContaining(header);
    }

    @ParameterizedTest
    @CsvSource({
        "2.0, API_INCOMPATIBLE",
        "1.1, API_INCOMPATIBLE",
        "0.9, API_INCOMPATIBLE",
        "one, HEADER_INVALID",
        "1, HEADER_INVALID"
    })
    void rejectsOtherApiVersions(String version, RejectionReason reason) {
        Path jar = TestingJar.plugin("acme", "")
                .header(PluginArchive.API_VERSION, version)
                .write(jar("a.jar"));
        assertThat(rejection(jar).reason()).isEqualTo(reason);
        assertThat(rejection(jar)).hasMessageContaining(version);
    }

    @Test
    void rejectsAnIdThatIsNotAWord() {
        Path jar = TestingJar.plugin("../evil", "").write(jar("a.jar"));
        assertThat(rejection(jar).reason()).isEqualTo(RejectionReason.HEADER_INVALID);
    }

    @Test
    void rejectsTwoMainJars() {
        Path one = TestingJar.plugin("one", "").write(jar("one.jar"));
        Path two = TestingJar.plugin("two", "").write(jar("two.jar"));
        assertThat(rejection(one, two).reason()).isEqualTo(RejectionReason.SEVERAL_MAIN_JARS);
        assertThat(rejection(one, two)).hasMessageContaining("one.jar").hasMessageContaining("two.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev/turbobench/spi/BenchmarkPlugin.class",
                "org/slf4j/Logger.class",
                "META-INF/versions/17/org/slf4j/Logger.class"
            })
    void rejectsCopiesOfHostClasses(String entry) {
        Path jar = TestingJar.plugin("acme", "").entry(entry, new byte[] {1}).write(jar("a.jar"));
        assertThat(rejection(jar).reason()).isEqualTo(RejectionReason.HOST_CLASSES_BUNDLED);
        assertThat(rejection(jar)).hasMessageContaining("scope provided");
    }

    @Test
    void rejectsAClassPathThatLeavesThePlugin() throws IOException {
        Files.createDirectories(jar("elsewhere"));
        Path outside = new TestingJar().write(jar("elsewhere/outside.jar"));
        Path inside = new TestingJar().write(jar("inside.jar"));
        Path jar = TestingJar.plugin("acme", "")
                .header("Class-Path", "inside.jar missing.jar elsewhere/outside.jar")
                .write(jar("a.jar"));
        assertThat(rejection(inside, jar).reason()).isEqualTo(RejectionReason.CLASS_PATH_OUTSIDE);
        assertThat(rejection(inside, jar)).hasMessageContaining("elsewhere/outside.jar");
        assertThat(rejection(inside, outside, jar)).isNull();
    }

    @Test
    void rejectsAPluginWithoutService() {
        Path jar = TestingJar.plugin("acme").write(jar("a.jar"));
        assertThat(rejection(jar).reason()).isEqualTo(RejectionReason.SERVICE_MISSING);
    }
}
