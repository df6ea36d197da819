package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.model.format.huggingface.HuggingFaceConfig;
import dev.turbobench.engine.turbomind.model.format.turbomind.AwqLayer;
import dev.turbobench.engine.turbomind.model.format.turbomind.WorkspaceFormat;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** {@code turbobench export}: writes a TurboMind workspace as a Hugging Face folder. */
public final class ExportCommand implements PluginCommand {

    private static final String WORKSPACE = "workspace";
    private static final String DST_PATH = "dst_path";
    private static final String OVERWRITE = "overwrite";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String description() {
        return "Convert a TurboMind workspace to a Hugging Face folder, one in 4 bits to an AWQ checkpoint.";
    }

    @Override
    public List<OptionSpec> parameters() {
        return List.of(OptionSpec.option(WORKSPACE, OptionType.PATH, null, "Folder of the workspace."));
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.option(DST_PATH, OptionType.PATH, "./exported", "Folder to write."),
                OptionSpec.option(
                        OVERWRITE, OptionType.BOOLEAN, "false", "Replace a model that exists at the destination."));
    }

    @Override
    public int run(Options arguments, Console console) {
        Path source = arguments.path(WORKSPACE);
        WorkspaceFormat format = new WorkspaceFormat();
        if (!format.recognises(source)) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "option export.workspace: expected %s, found %s".formatted(format.description(), source));
        }
        Destination destination =
                new Destination(arguments.path(DST_PATH), arguments.flag(OVERWRITE), HuggingFaceConfig.FILE_NAME);
        destination.check(List.of(source));
        try (Model model = format.open(source.toString(), source)) {
            model.notices().forEach(console::warning);
            if (model.config().lognAttention()) {
                console.warning(
                        "config.json cannot say use_logn_attn; beyond %d tokens the exported model computes something else"
                                .formatted(model.config().maxPositions()));
            }
            Map<String, Weight> weights = NamedWeights.of(model);
            Map<String, OutputTensor> tensors = OutputTensor.of(weights);
            long total =
                    tensors.values().stream().mapToLong(OutputTensor::bytes).sum();
            AtomicLong done = new AtomicLong();
            destination.write(total, folder -> {
                SafetensorsOutput.write(
                        folder.resolve("model.safetensors"),
                        tensors,
                        count -> console.progress("export", done.addAndGet(count), total));
                Path tokenizer = source.resolve("triton_models/tokenizer");
                List<Path> files = TokenizerFiles.find(tokenizer, null).stream()
                        .filter(file -> !file.endsWith(HuggingFaceConfig.FILE_NAME)
                                && !file.getFileName().toString().endsWith(".index.json"))
                        .toList();
                TokenizerFiles.copy(files, folder);
                Files.write(
                        folder.resolve(HuggingFaceConfig.FILE_NAME),
                        ExportedConfig.of(
                                model.config(), model.weights().embedding().dataType(), groupSize(weights)));
            });
            console.line("%s: %d tensors, %d bytes".formatted(destination.folder(), tensors.size(), total));
        }
        return 0;
    }

    /** Inputs that share a scale; empty if the weights are not in 4 bits. */
    private static OptionalInt groupSize(Map<String, Weight> weights) {
        return weights.values().stream()
                .flatMap(weight -> AwqLayer.of(weight).stream())
                .mapToInt(AwqLayer::groupSize)
                .findFirst();
    }
}
