package dev.turbobench.engine.turbomind.model.format.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files {@code layers.L.past_kv_scale.R.weight} that LMDeploy's calibration writes beside the weights: scale and zero
 * point of keys, then of values, in single precision; or only the two scales, if it was symmetric.
 */
final class KvScaleFiles {

    private static final int ASYMMETRIC = 4 * Float.BYTES;
    private static final int SYMMETRIC = 2 * Float.BYTES;

    private final List<String> problems = new ArrayList<>();

    private KvScaleFiles() {}

    /** Read the files of all layers and ranks; everything that is wrong with them is reported at once. */
    static KvScales read(Path folder, WorkspaceConfig config) {
        KvScaleFiles files = new KvScaleFiles();
        List<List<KvScales.Layer>> layers = new ArrayList<>();
        for (int layer = 0; layer < config.model().layers(); layer++) {
            List<KvScales.Layer> ranks = new ArrayList<>();
            for (int rank = 0; rank < config.ranks(); rank++) {
                ranks.add(files.read(folder.resolve("layers.%d.past_kv_scale.%d.weight".formatted(layer, rank))));
            }
            layers.add(ranks);
        }
        if (!files.problems.isEmpty()) {
            throw new BenchmarkException(
                    MODEL_INVALID,
                    "%s: quant_policy = 4 (int8 KV cache) needs a scale file for each layer and rank: %s; calibrate with LMDeploy's kv_qparams or set quant_policy = 0"
                            .formatted(folder, String.join(", ", files.problems)));
        }
        return new KvScales(config.model().kvHeads(), layers);
    }

    private KvScales.Layer read(Path file) {
        float[] values = {1, 0, 1, 0};
        String name = file.getFileName().toString();
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(name + " is missing");
            } else if (Files.size(file) != ASYMMETRIC && Files.size(file) != SYMMETRIC) {
                problems.add(
                        "%s has %d bytes instead of %d or %d".formatted(name, Files.size(file), ASYMMETRIC, SYMMETRIC));
            } else {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
                int step = bytes.capacity() == SYMMETRIC ? 2 : 1;
                for (int i = 0; i < values.length; i += step) {
                    values[i] = bytes.getFloat();
                }
                check(name, values);
            }
        } catch (IOException e) {
            problems.add("%s cannot be read: %s".formatted(name, JsonFile.reason(e)));
        }
        return new KvScales.Layer(values[0], values[1], values[2], values[3]);
    }

    private void check(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i]) || (i % 2 == 0 && values[i] <= 0)) {
                problems.add("%s has %s as %s".formatted(name, i % 2 == 0 ? "a scale" : "a zero point", values[i]));
                return;
            }
        }
    }
}
