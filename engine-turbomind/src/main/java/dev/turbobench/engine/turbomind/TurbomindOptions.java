package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.option.OptionSpec.choice;
import static dev.turbobench.spi.option.OptionSpec.option;
import static dev.turbobench.spi.option.OptionType.DECIMAL;
import static dev.turbobench.spi.option.OptionType.INTEGER;

import dev.turbobench.engine.turbomind.schedule.Admission;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of the engine, checked. Names are those of TurboMind where it has them.
 *
 * @param maxBatchSize most sequences in a step
 * @param sessionTokens longest sequence; empty to take what the run needs
 * @param cacheSize below 1 a share of free memory, else a number of blocks; empty to take what the run needs
 * @param blockTokens tokens in a KV block
 * @param prefillTokens most prompt tokens in a step; empty for the default of the device
 * @param admission when a waiting sequence may start
 * @param cpuThreads threads of the CPU; empty for all
 */
record TurbomindOptions(
        int maxBatchSize,
        OptionalInt sessionTokens,
        OptionalDouble cacheSize,
        int blockTokens,
        OptionalInt prefillTokens,
        Admission admission,
        OptionalInt cpuThreads) {

    private static final String MAX_BATCH_SIZE = "max_batch_size";
    private static final String SESSION_LEN = "session_len";
    private static final String CACHE_MAX_ENTRY_COUNT = "cache_max_entry_count";
    private static final String CACHE_BLOCK_SEQ_LEN = "cache_block_seq_len";
    private static final String MAX_PREFILL_TOKEN_NUM = "max_prefill_token_num";
    private static final String ADMISSION = "admission";
    private static final String CPU_THREADS = "cpu_threads";

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
                    "Size of the KV cache: below 1 a share of the memory that is free after loading, from 1 on a number"
                            + " of blocks; by default what the run needs, as far as memory allows."),
            option(CACHE_BLOCK_SEQ_LEN, INTEGER, "64", "Tokens in one block of the KV cache."),
            option(
                    MAX_PREFILL_TOKEN_NUM,
                    INTEGER,
                    null,
                    "Most prompt tokens in one step, longer prompts are cut; by default 512 on the CPU."),
            choice(
                    ADMISSION,
                    "complete",
                    "When a request starts: when the cache can hold it to its end, or its prompt; then the latest one"
                            + " is computed again if the cache runs full.",
                    "complete",
                    "prompt"),
            option(CPU_THREADS, INTEGER, null, "Threads that compute on the CPU; by default one for each core."));

    static TurbomindOptions of(Options options) {
        return new TurbomindOptions(
                positive(options, MAX_BATCH_SIZE),
                optional(options, SESSION_LEN),
                cacheSize(options),
                positive(options, CACHE_BLOCK_SEQ_LEN),
                optional(options, MAX_PREFILL_TOKEN_NUM),
                Admission.valueOf(options.string(ADMISSION).toUpperCase(Locale.ROOT)),
                optional(options, CPU_THREADS));
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

    private static OptionalDouble cacheSize(Options options) {
        if (options.value(CACHE_MAX_ENTRY_COUNT).isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = options.decimal(CACHE_MAX_ENTRY_COUNT);
        boolean isCount = value >= 1 && value == Math.rint(value) && value <= Integer.MAX_VALUE;
        if (!isCount && !(value > 0 && value < 1)) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "%s: expected a share between 0 and 1 or a whole number of blocks, found %s"
                            .formatted(CACHE_MAX_ENTRY_COUNT, options.string(CACHE_MAX_ENTRY_COUNT)));
        }
        return OptionalDouble.of(value);
    }
}
