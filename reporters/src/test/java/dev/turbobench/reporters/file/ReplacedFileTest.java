package dev.turbobench.reporters.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesTheTargetOfLink() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        ReplacedFile.write(link, "new".getBytes(UTF_8));

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void keepsTheOldContentWhenTheNewCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.createDirectories(folder.resolve(".file.tmp/occupied"));

        assertThatThrownBy(() -> ReplacedFile.write(file, "new".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void leavesNothingBeside() throws IOException {
        ReplacedFile.write(folder.resolve("file"), "new".getBytes(UTF_8));

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("file"));
        }
    }

    @Test
    void draftsTouchOnlyRegularFiles() throws IOException {
        ReplacedFile.writeDraft(folder, "new".getBytes(UTF_8));

        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> ReplacedFile.write(folder, "new".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
