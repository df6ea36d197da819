package dev.turbobench.engine.turbomind.model.format.meta;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.model.WeightRole;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with {@code params.json} and {@code consolidated.NN.pth}. */
public final class MetaFormat {

    private static final int DEFAULT_POSITIONS = 2048;
    private static final int LLAMA3_VOCABULARY = 128_256;
    private static final int LLAMA3_BOS = 128_000;
    private static final int WIDEST = 1 << 20;
    private static final int MOST_TOKENS = 1 << 24;

    private MetaFormat() {}

    /** Tell, from the names of its files alone, whether a folder is a checkpoint of Meta. */
    public static boolean recognises(Path folder) {
        return Files.isRegularFile(folder.resolve(MetaParameters.FILE_NAME));
    }

    /**
     * Open a checkpoint and check that all its weights are there and have the right shape.
     *
     * @param name the model as the user named it
     * @param folder its folder
     * @throws BenchmarkException if it is damaged or not supported; nothing stays open
     */
    public static Opened open(String name, Path folder) {
        MetaParameters parameters = MetaParameters.read(folder);
        List<TorchFile> shards = new ArrayList<>();
        try {
            for (Path file : files(folder)) {
                shards.add(TorchFile.open(file));
            }
            ModelConfig config = config(parameters, shards);
            MetaWeights weights = new MetaWeights(shards, config);
            MetaModel model = new MetaModel(name, config, weights.collect(config), List.copyOf(shards));
            weights.refuseOthers();
            return new Opened(model, notes(parameters, config));
        } catch (RuntimeException e) {
            shards.forEach(TorchFile::close);
            throw e;
        }
    }

    private static List<Path> files(Path folder) {
        int count = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "consolidated.*.pth")) {
            for (Path file : found) {
                count += Files.isRegularFile(file) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new BenchmarkException(
                    MODEL_INVALID, "%s: cannot be listed: %s".formatted(folder, JsonFile.reason(e)), e);
        }
        List<Path> files = new ArrayList<>();
        for (int shard = 0; shard < Math.max(1, count); shard++) {
            Path file = folder.resolve("consolidated.%02d.pth".formatted(shard));
            if (!Files.isRegularFile(file)) {
                throw new BenchmarkException(
                        MODEL_INVALID,
                        "%s: found %d files consolidated.*.pth, and this one is missing".formatted(file, count));
            }
            files.add(file);
        }
        return files;
    }

    private static ModelConfig config(MetaParameters parameters, List<TorchFile> shards) {
        int vocabulary = rows(shards, MetaWeights.name(WeightRole.OUTPUT_HEAD, 0), MOST_TOKENS);
        if (parameters.vocabularySize() > 0 && parameters.vocabularySize() != vocabulary) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: output.weight: expected %d rows, as %s says, found %d"
                            .formatted(
                                    shards.get(0).path(),
                                    parameters.vocabularySize(),
                                    MetaParameters.FILE_NAME,
                                    vocabulary));
        }
        String embedding = MetaWeights.name(WeightRole.EMBEDDING, 0);
        int bos = vocabulary == LLAMA3_VOCABULARY ? LLAMA3_BOS : 1;
        return new ModelConfig(
                "LlamaForCausalLM",
                parameters.hiddenSize(),
                parameters.layers(),
                parameters.heads(),
                parameters.kvHeads(),
                parameters.hiddenSize() / parameters.heads(),
                rows(shards, MetaWeights.name(WeightRole.GATE, 0), WIDEST),
                vocabulary,
                parameters.maxPositions().orElse(DEFAULT_POSITIONS),
                parameters.normEpsilon(),
                parameters.ropeBase(),
                new RopeScaling.None(),
                false,
                false,
                false,
                false,
                false,
                bos,
                List.of(bos + 1),
                MetaWeights.parts(shards, embedding).get(0).dataType());
    }

    /** Rows of a tensor that is split by rows. */
    private static int rows(List<TorchFile> shards, String name, int most) {
        long rows = 0;
        for (TorchTensor part : MetaWeights.parts(shards, name)) {
            rows += Math.min(part.rows(), most);
        }
        if (rows < 1 || rows > most) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: %s: expected up to %d rows in all shards, found %d"
                            .formatted(shards.get(0).path(), name, most, rows));
        }
        return (int) rows;
    }

    private static List<String> notes(MetaParameters parameters, ModelConfig config) {
        List<String> notes = new ArrayList<>();
        if (parameters.maxPositions().isEmpty()) {
            notes.add("%s does not say the context length; config.ini says %d"
                    .formatted(MetaParameters.FILE_NAME, config.maxPositions()));
        }
        notes.add("%s does not say the special tokens; config.ini says that %d begins and %d ends a text"
                .formatted(
                        MetaParameters.FILE_NAME,
                        config.bosToken(),
                        config.eosTokens().get(0)));
        return notes;
    }

    /**
     * An opened checkpoint.
     *
     * @param model the model
     * @param notes what was assumed, as the checkpoint does not say it
     */
    public record Opened(Model model, List<String> notes) {

        public Opened {
            notes = List.copyOf(notes);
        }
    }

    private record MetaModel(String name, ModelConfig config, ModelWeights weights, List<TorchFile> shards)
            implements Model {

        private MetaModel {
            shards = List.copyOf(shards);
        }

        @Override
        public boolean synthetic() {
            return false;
        }

        @Override
        public void close() {
            shards.forEach(TorchFile::close);
        }
    }
}
