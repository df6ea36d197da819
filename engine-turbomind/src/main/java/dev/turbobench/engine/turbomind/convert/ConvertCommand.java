package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.turbomind.ChatTemplates;
import dev.turbobench.engine.turbomind.model.format.turbomind.WeightType;
import dev.turbobench.engine.turbomind.model.format.turbomind.WorkspaceWriter;
import dev.turbobench.engine.turbomind.model.synthetic.SyntheticModels;
import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code turbobench convert}: writes a checkpoint as a TurboMind workspace. */
public final class ConvertCommand implements PluginCommand {

    private static final String MODEL_NAME = "model_name";
    private static final String TOKENIZER_PATH = "tokenizer_path";
    private static final String DST_PATH = "dst_path";
    private static final String TP = "tp";
    private static final String OVERWRITE = "overwrite";
    private static final String DRY_RUN = "dry_run";

    private static final int MOST_RANKS = 1 << 10;
    private static final Pattern MODEL_NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public String description() {
        return "Convert a checkpoint to a TurboMind workspace (the layout of LMDeploy 0.1).";
    }

    @Override
    public List<OptionSpec> parameters() {
        return List.of(
                OptionSpec.option(MODEL_NAME, OptionType.STRING, null, "Name of the chat template, such as llama2."),
                OptionSpec.option(
                        SourceModel.MODEL_PATH,
                        OptionType.STRING,
                        null,
                        "Folder of the checkpoint, or synthetic:NAME."));
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.choice(
                        SourceModel.MODEL_FORMAT,
                        null,
                        "Format of the checkpoint; hf if not given.",
                        SourceModel.HUGGING_FACE,
                        SourceModel.AWQ,
                        SourceModel.LLAMA),
                OptionSpec.option(
                        SourceModel.QUANT_PATH,
                        OptionType.PATH,
                        null,
                        "Folder of the SourceModel.AWQ weights, if not in the checkpoint."),
                OptionSpec.option(
                        SourceModel.GROUP_SIZE,
                        OptionType.INTEGER,
                        "0",
                        "Inputs that share a scale (SourceModel.AWQ); 0 to read it."),
                OptionSpec.option(
                        TOKENIZER_PATH, OptionType.PATH, null, "File of the tokenizer, if not in the checkpoint."),
                OptionSpec.option(DST_PATH, OptionType.PATH, "./workspace", "Folder to write."),
                OptionSpec.option(
                        TP, OptionType.INTEGER, "1", "Number of ranks to split the linear layers for, a power of 2."),
                OptionSpec.option(
                        OVERWRITE, OptionType.BOOLEAN, "false", "Replace a workspace that exists at the destination."),
                OptionSpec.option(DRY_RUN, OptionType.BOOLEAN, "false", "Print files and sizes, and write nothing."));
    }

    @Override
    public int run(Options arguments, Console console) {
        int ranks = ranks(arguments);
        String name = modelName(arguments, console);
        try (SourceModel source = SourceModel.open(arguments, console)) {
            convert(name, source, ranks, arguments, console);
        }
        return 0;
    }

    /** LMDeploy checks the name of the template when it loads a workspace, long after it was written. */
    private static String modelName(Options arguments, Console console) {
        String name = arguments.string(MODEL_NAME);
        if (!MODEL_NAMES.matcher(name).matches()) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "convert.model_name: expected the name of a chat template, such as llama2, found \"%s\""
                            .formatted(Excerpt.of(name)));
        }
        if (!ChatTemplates.isKnown(name)) {
            console.warning(
                    "LMDeploy 0.1 has no chat template \"%s\" and refuses the workspace; session_len is that of the model; near names: %s"
                            .formatted(name, String.join(", ", ChatTemplates.near(name))));
        }
        return name;
    }

    private static void convert(String name, SourceModel source, int ranks, Options arguments, Console console) {
        Model model = source.model();
        WorkspaceWriter writer =
                WorkspaceWriter.of(name, model.config(), ranks, source.weightType(), source.groupSize());
        warn(model, source.weightType(), writer, console);
        if (arguments.flag(DRY_RUN)) {
            writer.files().forEach((file, bytes) -> console.line("%15d  %s".formatted(bytes, file)));
            console.line("%d files, %d bytes".formatted(writer.files().size(), writer.bytes()));
        } else {
            write(model, writer, arguments, console);
        }
    }

    private static int ranks(Options arguments) {
        long ranks = arguments.integer(TP);
        if (ranks < 1 || ranks > MOST_RANKS || Long.bitCount(ranks) != 1) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "option convert.tp: expected a power of two up to %d, found %d".formatted(MOST_RANKS, ranks));
        }
        return (int) ranks;
    }

    private static void warn(Model model, WeightType type, WorkspaceWriter writer, Console console) {
        model.notices().forEach(console::warning);
        if (!writer.extensions().isEmpty()) {
            console.warning("LMDeploy cannot read this workspace, and config.ini is marked so that it refuses it: "
                    + String.join(", ", writer.extensions()));
        }
        DataType stored = model.config().dataType();
        if (stored != type.dataType()) {
            console.warning("the checkpoint is %s; its weights are rounded to %s"
                    .formatted(stored.label(), type.dataType().label()));
        }
    }

    private static void write(Model model, WorkspaceWriter writer, Options arguments, Console console) {
        Path source = sourceFolder(model.name());
        Path tokenizer = arguments
                .value(TOKENIZER_PATH)
                .map(OptionValue::text)
                .map(Path::of)
                .orElse(null);
        List<Path> tokenizerFiles = TokenizerFiles.find(source, tokenizer);
        if (!TokenizerFiles.haveVocabulary(tokenizerFiles)) {
            console.warning("no tokenizer found; the workspace can run prompts of token ids only");
        }
        Destination destination = new Destination(arguments.path(DST_PATH), arguments.flag(OVERWRITE), "triton_models");
        destination.check(sources(source, tokenizer));
        AtomicLong done = new AtomicLong();
        destination.write(writer.bytes(), partial -> {
            Path folder = writer.write(
                    partial,
                    model.weights(),
                    count -> console.progress("convert", done.addAndGet(count), writer.bytes()));
            TokenizerFiles.copy(tokenizerFiles, folder);
        });
        console.line("%s: %d files, %d bytes"
                .formatted(destination.folder(), writer.files().size(), writer.bytes()));
    }

    private static List<Path> sources(@Nullable Path model, @Nullable Path tokenizer) {
        List<Path> sources = new ArrayList<>();
        if (model != null) {
            sources.add(model);
        }
        if (tokenizer != null) {
            sources.add(tokenizer);
        }
        return sources;
    }

    /** The folder of a model; {@code null} for one that comes with TurboBench. */
    private static @Nullable Path sourceFolder(String model) {
        if (!model.startsWith(SyntheticModels.PREFIX)) {
            return Path.of(model);
        }
        String name = model.substring(SyntheticModels.PREFIX.length());
        return !SyntheticModels.names().contains(name) && Files.isDirectory(Path.of(name)) ? Path.of(name) : null;
    }
}
