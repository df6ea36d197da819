package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.convert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.turbomind.WeightType;
import dev.turbobench.engine.turbomind.model.format.turbomind.WorkspaceWriter;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rank reads of a workspace for one is what conversion would have written for the rank. */
class RuntimeSplitTest {

    private static final String WEIGHTS = "triton_models/weights";

    @TempDir
    private Path folder;

    static List<String> goldens() throws IOException {
        return RoundTripTest.goldens();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void sharesOfAWorkspaceAreTheFilesOfAStaticSplit(String golden) throws IOException {
        Path whole = folder.resolve("whole");
        convert("llama2", golden, 1, whole);
        int compared = 0;
        try (Model model = ModelLoader.open(whole.toString())) {
            for (int size : new int[] {2, 4}) {
                if (model.config().kvHeads() % size == 0 && model.config().intermediateSize() % size == 0) {
                    compared += compare(golden, model, size);
                }
            }
            assertThat(compared > 0).isEqualTo(model.config().kvHeads() > 1);
        }
    }

    /** Returns the number of files that were compared. */
    private int compare(String golden, Model model, int size) throws IOException {
        Path split = folder.resolve("split" + size);
        convert("llama2", golden, size, split);
        WeightType type = model.config().dataType() == DataType.BF16 ? WeightType.BF16 : WeightType.FP16;
        int compared = 0;
        for (int rank = 0; rank < size; rank++) {
            Shard shard = new Shard(rank, size);
            ModelConfig config = shard.config(model.config());
            Path share = Files.createDirectory(folder.resolve("share%d-%d".formatted(size, rank)));
            WorkspaceWriter.of("llama2", config, 1, type, 0)
                    .write(share, shard.weights(model.config(), model.weights()), bytes -> {});
            for (Path file : files(share)) {
                String name = file.getFileName().toString();
                // Every rank's file has the whole bias; at run time the sum over the ranks must contain it once.
                if (!name.matches(".*\\.0\\.(weight|bias)") || (rank > 0 && name.endsWith("wo.0.bias"))) {
                    continue;
                }
                String expected = name.replaceFirst("\\.0\\.(weight|bias)$", "." + rank + ".$1");
                assertThat(file).hasSameBinaryContentAs(split.resolve(WEIGHTS).resolve(expected));
                compared++;
            }
        }
        return compared;
    }

    private static List<Path> files(Path workspace) throws IOException {
        try (Stream<Path> found = Files.list(workspace.resolve(WEIGHTS))) {
            return found.toList();
        }
    }
}
