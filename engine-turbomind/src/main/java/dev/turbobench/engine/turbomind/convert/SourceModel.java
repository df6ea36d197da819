package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.ModelLoader;
import dev.turbobench.engine.turbomind.model.format.huggingface.HuggingFaceConfig;
import dev.turbobench.engine.turbomind.model.format.meta.MetaFormat;
import dev.turbobench.engine.turbomind.model.format.turbomind.AwqFormat;
import dev.turbobench.engine.turbomind.model.format.turbomind.WeightType;
import dev.turbobench.engine.turbomind.model.synthetic.SyntheticModels;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is converted.
 *
 * @param model the model
 * @param weightType how its weights are to be stored
 * @param groupSize inputs that share a scale; 0 unless the weights are packed
 */
record SourceModel(Model model, WeightType weightType, int groupSize) implements AutoCloseable {

    static final String MODEL_PATH = "model_path";
    static final String MODEL_FORMAT = "model_format";
    static final String HUGGING_FACE = "hf";
    static final String AWQ = "awq";
    static final String LLAMA = "llama";
    static final String QUANT_PATH = "quant_path";
    static final String GROUP_SIZE = "group_size";

    static SourceModel open(Options arguments, Console console) {
        String path = arguments.string(MODEL_PATH);
        String format = arguments.value(MODEL_FORMAT).map(OptionValue::text).orElse(HUGGING_FACE);
        if (format.equals(AWQ)) {
            return awq(path, arguments);
        }
        if (arguments.value(QUANT_PATH).isPresent() || arguments.integer(GROUP_SIZE) != 0) {
            throw new BenchmarkException(
                    INVALID_OPTION, "options convert.quant_path and convert.group_size need --model-format awq");
        }
        if (format.equals(LLAMA)) {
            MetaFormat.Opened opened = MetaFormat.open(path, folder(path));
            opened.notes().forEach(console::warning);
            return new SourceModel(opened.model(), WeightType.FP16, 0);
        }
        refuseUnnamedFormat(path);
        Model model = ModelLoader.open(path);
        WeightType type = model.config().dataType() == DataType.BF16 ? WeightType.BF16 : WeightType.FP16;
        return new SourceModel(model, type, 0);
    }

    private static SourceModel awq(String path, Options arguments) {
        Path quantised =
                arguments.value(QUANT_PATH).map(OptionValue::text).map(Path::of).orElse(folder(path));
        int groupSize = (int) Math.min(arguments.integer(GROUP_SIZE), Integer.MAX_VALUE);
        AwqFormat.Opened opened = AwqFormat.open(path, folder(path), quantised, groupSize);
        return new SourceModel(opened.model(), WeightType.INT4, opened.groupSize());
    }

    private static Path folder(String path) {
        if (!Files.isDirectory(Path.of(path))) {
            throw new BenchmarkException(
                    MODEL_NOT_FOUND,
                    "%s: expected the folder of a checkpoint, found %s"
                            .formatted(path, Files.exists(Path.of(path)) ? "a file" : "nothing"));
        }
        return Path.of(path);
    }

    /** Checkpoints of Meta are not looked for, as LMDeploy does not; but then they must not look like nothing. */
    private static void refuseUnnamedFormat(String path) {
        if (!path.startsWith(SyntheticModels.PREFIX)
                && MetaFormat.recognises(Path.of(path))
                && !Files.exists(Path.of(path, HuggingFaceConfig.FILE_NAME))) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "%s: expected %s, found a checkpoint of Meta; add --model-format llama"
                            .formatted(path, HuggingFaceConfig.FILE_NAME));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
