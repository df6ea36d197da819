package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.option.OptionSpec.choice;
import static dev.turbobench.spi.option.OptionSpec.option;
import static dev.turbobench.spi.option.OptionType.BOOLEAN;
import static dev.turbobench.spi.option.OptionType.DECIMAL;
import static dev.turbobench.spi.option.OptionType.INTEGER;
import static dev.turbobench.spi.option.OptionType.PATH;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.format.turbomind.Compatibility;
import dev.turbobench.engine.turbomind.model.format.turbomind.EngineSettings;
import dev.turbobench.engine.turbomind.schedule.Admission;
import dev.turbobench.engine.turbomind.schedule.PrefillOrder;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The options of the engine, checked. Names are those of TurboMind where it has them.
 *
 * @param maxBatchSize most sequences in a step
 * @param sessionTokens longest sequence; empty to take what the run needs
 * @param cacheSize size of the KV cache
 * @param blockTokens tokens in a KV block
 * @param prefillTokens most prompt tokens in a step; empty for the default of the device
 * @param admission when a waiting sequence may start
 * @param prefillOrder what a step computes while prompts are not done
 * @param cpuThreads threads of the CPU; empty for all
 * @param dataType what the arithmetic on a GPU runs in; empty for what the model declares
 * @param gpu number of the GPU
 * @param graphs whether a GPU replays recorded decode steps
 * @param libraries folders in which NVIDIA's libraries are looked for first
 * @param rankPatience how long a rank waits for the others before the group fails
 * @param compatibility whose meaning the keys of a workspace have; empty to tell by the keys themselves
 */
record TurbomindOptions(
        int maxBatchSize,
        OptionalInt sessionTokens,
        CacheSize cacheSize,
        int blockTokens,
        OptionalInt prefillTokens,
        Admission admission,
        PrefillOrder prefillOrder,
        OptionalInt cpuThreads,
        Optional<DataType> dataType,
        int gpu,
        boolean graphs,
        List<Path> libraries,
        Duration rankPatience,
        Optional<Compatibility> compatibility) {

    /** Share of the free memory that the cache takes at most unless the user says otherwise. */
    private static final double DEFAULT_CACHE_SHARE = 0.9;

    private static final String MAX_BATCH_SIZE = "max_batch_size";
    private static final String SESSION_LEN = "session_len";
    private static final String CACHE_MAX_ENTRY_COUNT = "cache_max_entry_count";
    private static final String COMPAT = "compat";
    private static final String CACHE_BLOCK_SEQ_LEN = "cache_block_seq_len";
    private static final String MAX_PREFILL_TOKEN_NUM = "max_prefill_token_num";
    private static final String ADMISSION = "admission";
    private static final String PREFILL = "prefill";
    private static final String CPU_THREADS = "cpu_threads";
    private static final String DATA_TYPE = "dtype";
    private static final String GPU = "gpu";
    private static final String CUDA_GRAPHS = "cuda_graphs";
    private static final String LIBRARY_PATH = "library_path";
    private static final String RANK_TIMEOUT = "rank_timeout";
    private static final String AS_THE_MODEL = "model";

    static final List<OptionSpec> SPECS = List.of(
            option(MAX_BATCH_SIZE, INTEGER, "128", "Most sequences in one step."),
            option(
                    SESSION_LEN,
                    INTEGER,
                    null,
                    "Longest sequence, prompt plus completion, in tokens; by default the longest of the run."),
            option(
                    CACHE_MAX_ENTRY_COUNT,
                    DECIMAL,
                    null,
                    "Size of the KV cache: below 1 a share of the memory that is free after loading (of all memory with"
                            + " compat=0.1), from 1 on a number"
                            + " of blocks; by default what the run needs, as far as memory allows."),
            choice(
                    COMPAT,
                    null,
                    "The version of LMDeploy whose meaning cache_max_entry_count (0.1: a share of all memory) and"
                            + " quant_policy 4 (0.1: an int8 KV cache) have; by default that of the workspace's keys.",
                    Compatibility.V0_1.label(),
                    Compatibility.V0_5.label()),
            option(CACHE_BLOCK_SEQ_LEN, INTEGER, "64", "Tokens in one block of the KV cache."),
            option(
                    MAX_PREFILL_TOKEN_NUM,
                    INTEGER,
                    null,
                    "Most prompt tokens in one step, longer prompts are cut; by default 512 on the CPU and 8192 on a"
                            + " GPU."),
            choice(
                    ADMISSION,
                    "complete",
                    "When a request starts: when the cache can hold it to its end, or its prompt; then the latest one"
                            + " is computed again if the cache runs full.",
                    "complete",
                    "prompt"),
            choice(
                    PREFILL,
                    "first",
                    "Whether sequences that decode wait until the prompts of all running ones are done (first), which"
                            + " keeps the batch static, or go on in the same steps (mixed).",
                    "first",
                    "mixed"),
            option(CPU_THREADS, INTEGER, null, "Threads that compute on the CPU; by default one for each core."),
            choice(
                    DATA_TYPE,
                    AS_THE_MODEL,
                    "What a GPU computes in; a model in single precision runs in fp16.",
                    AS_THE_MODEL,
                    DataType.FP16.label(),
                    DataType.BF16.label()),
            option(GPU, INTEGER, "0", "Number of the NVIDIA GPU, as CUDA counts the visible ones."),
            option(CUDA_GRAPHS, BOOLEAN, "true", "Whether a GPU replays recorded decode steps; slower without."),
            option(
                    LIBRARY_PATH,
                    PATH,
                    null,
                    "Folder in which NVIDIA's libraries (libcuda, libnvrtc, libcublasLt, libnvidia-ml) are looked for"
                            + " first."),
            option(
                    RANK_TIMEOUT,
                    INTEGER,
                    "60",
                    "Seconds that a rank waits for the others before the engine fails, with --tp above 1."));

    static TurbomindOptions of(Options options) {
        return new TurbomindOptions(
                positive(options, MAX_BATCH_SIZE),
                optional(options, SESSION_LEN),
                cacheSize(options),
                positive(options, CACHE_BLOCK_SEQ_LEN),
                optional(options, MAX_PREFILL_TOKEN_NUM),
                Admission.valueOf(options.string(ADMISSION).toUpperCase(Locale.ROOT)),
                PrefillOrder.valueOf(options.string(PREFILL).toUpperCase(Locale.ROOT)),
                optional(options, CPU_THREADS),
                dataType(options.string(DATA_TYPE)),
                gpu(options),
                options.flag(CUDA_GRAPHS),
                libraries(options),
                Duration.ofSeconds(positive(options, RANK_TIMEOUT)),
                compatibility(options));
    }

    /** What the user gave, or else what the configuration of a workspace says. */
    static TurbomindOptions of(Options options, EngineSettings settings) {
        TurbomindOptions given = of(options);
        boolean ofAllMemory = settings.compatibility() == Compatibility.V0_1;
        return new TurbomindOptions(
                isGiven(options, MAX_BATCH_SIZE) ? given.maxBatchSize() : settings.maxBatchSize(),
                isGiven(options, SESSION_LEN) ? given.sessionTokens() : OptionalInt.of(settings.sessionLength()),
                isGiven(options, CACHE_MAX_ENTRY_COUNT)
                        ? given.cacheSize()
                        : new CacheSize(settings.cacheSize(), settings.cacheSize() >= 1, ofAllMemory),
                isGiven(options, CACHE_BLOCK_SEQ_LEN) ? given.blockTokens() : settings.cacheBlockTokens(),
                isGiven(options, MAX_PREFILL_TOKEN_NUM) ? given.prefillTokens() : settings.stepTokens(),
                given.admission(),
                given.prefillOrder(),
                given.cpuThreads(),
                given.dataType(),
                given.gpu(),
                given.graphs(),
                given.libraries(),
                given.rankPatience(),
                Optional.of(settings.compatibility()));
    }

    /** The version that the user named. */
    static Optional<Compatibility> compatibility(Options options) {
        return options.value(COMPAT).map(OptionValue::text).flatMap(Compatibility::find);
    }

    private static boolean isGiven(Options options, String name) {
        return options.value(name)
                .filter(value -> value.source() != OptionSource.DEFAULT)
                .isPresent();
    }

    private static Optional<DataType> dataType(String label) {
        return Stream.of(DataType.FP16, DataType.BF16)
                .filter(type -> type.label().equals(label))
                .findFirst();
    }

    private static int gpu(Options options) {
        long value = options.integer(GPU);
        if (value < 0 || value > Short.MAX_VALUE) {
            throw new BenchmarkException(INVALID_OPTION, "gpu: expected 0 or more, found " + value);
        }
        return (int) value;
    }

    /** Folders in which NVIDIA's libraries are looked for first. */
    static List<Path> libraries(Options options) {
        return options.value(LIBRARY_PATH).isPresent() ? List.of(options.path(LIBRARY_PATH)) : List.of();
    }

    private static OptionalInt optional(Options options, String name) {
        return options.value(name).isPresent() ? OptionalInt.of(positive(options, name)) : OptionalInt.empty();
    }

    private static int positive(Options options, String name) {
        long value = options.integer(name);
        if (value < 1 || value > 1 << 24) {
            throw new BenchmarkException(
                    INVALID_OPTION, "%s: expected a number from 1 to %d, found %d".formatted(name, 1 << 24, value));
        }
        return (int) value;
    }

    private static CacheSize cacheSize(Options options) {
        if (options.value(CACHE_MAX_ENTRY_COUNT).isEmpty()) {
            return new CacheSize(DEFAULT_CACHE_SHARE, false, false);
        }
        double value = options.decimal(CACHE_MAX_ENTRY_COUNT);
        boolean isCount = value >= 1 && value == Math.rint(value) && value <= Integer.MAX_VALUE;
        if (!isCount && !(value > 0 && value < 1)) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "%s: expected a share between 0 and 1 or a whole number of blocks, found %s"
                            .formatted(CACHE_MAX_ENTRY_COUNT, options.string(CACHE_MAX_ENTRY_COUNT)));
        }
        return new CacheSize(value, true, compatibility(options).equals(Optional.of(Compatibility.V0_1)));
    }
}
