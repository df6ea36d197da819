package dev.turbobench.core.config;

import static dev.turbobench.core.config.SettingKind.FLAG;
import static dev.turbobench.core.config.SettingKind.NUMBERS;
import static dev.turbobench.core.config.SettingKind.TEXT;
import static dev.turbobench.core.config.SettingKind.WORDS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of the framework. The key is at the same time the long option, the key in configuration files and, in
 * upper case after {@code TURBOBENCH_}, the environment variable.
 */
public enum Setting {
    MODEL("model", TEXT, "synthetic:tiny", "MODEL", "Model folder, or synthetic:NAME for random weights."),
    CONCURRENCY("concurrency", NUMBERS, "", "N", "How many requests run at the same time. Default: 1 16 32 64", "-c"),
    PROMPT_TOKENS(
            "prompt-tokens",
            NUMBERS,
            "",
            "N",
            "Prompt lengths, paired with --completion-tokens. Default: 1 128 128 2048 2048",
            "-pt"),
    COMPLETION_TOKENS(
            "completion-tokens",
            NUMBERS,
            "",
            "N",
            "Tokens every request generates. Default: 128 128 2048 128 2048",
            "-ct"),
    PRESET("preset", TEXT, "default", "NAME", "Matrix and rounds to start from: quick, default or full."),
    TEST_ROUND("test-round", TEXT, "", "N", "Measured rounds of each case. Default: 10", "-tr"),
    WARMUP_ROUND("warmup-round", TEXT, "1", "N", "Rounds before them that are not measured.", "-w"),
    WARMUP_MAX(
            "warmup-max",
            TEXT,
            "",
            "N",
            "Most of them; they go on while rounds get faster. Default: 20, or none with --warmup-round 0"),
    ROUND_START("round-start", TEXT, "together", "HOW", "Start of rounds: together (all workers at once) or free."),
    DISTINCT_PROMPTS("distinct-prompts", FLAG, "false", "", "Give each request a prompt of its own."),
    ORDER("order", TEXT, "matrix", "HOW", "Order of the cases: matrix, or random by --seed."),
    SENTINEL(
            "sentinel",
            TEXT,
            "",
            "CASE",
            "Case to run at start, middle and end to notice drift: first, none, or a label like c16-p128-g128."
                    + " Default: none, with --order random first"),
    NO_TOOL_ERROR("no-tool-error", FLAG, "false", "", "Do not measure the tool's own error before the first case."),
    ENGINE("engine", TEXT, "turbomind", "NAME", "Engine to run."),
    DEVICE("device", TEXT, EngineSelection.AUTO, "NAME", "Device to run on; auto takes the first available one."),
    TP("tp", TEXT, "1", "N", "Tensor parallel size: ranks the model is split over, a power of 2."),
    TOP_K("top-k", TEXT, "1", "N", "Tokens to choose from; 1 is greedy, 0 is all."),
    TOP_P("top-p", TEXT, "1.0", "P", "Probability mass to choose from."),
    TEMPERATURE("temperature", TEXT, "1.0", "T", "Temperature of the choice.", "-temp"),
    SEED("seed", TEXT, "0", "N", "Where all random numbers come from."),
    CSV("csv", TEXT, "./profile_generation.csv", "FILE", "CSV file of the method; \"\" writes none."),
    REPORT("report", WORDS, "", "NAME[=FILE]", "Another report to write; repeatable."),
    RESULTS(
            "results",
            TEXT,
            "turbobench-results",
            "DIR",
            "Where to keep each run with all its events; \"\" for nowhere."),
    METRICS("metrics", WORDS, "", "NAME", "Metrics to compute, separated by commas; all by default."),
    SLO("slo", WORDS, "", "NAME=TIME", "Limits of goodput, for example ttft=0.5,tpot=50ms; sets metric.goodput.NAME."),
    SAMPLERS(
            "samplers",
            WORDS,
            "",
            "NAME",
            "What watches the machine while cases run, separated by commas; all that can by default, \"\" for none."),
    STALL_TIMEOUT("stall-timeout", TEXT, "600", "SECONDS", "Without a sign of life for so long, a case fails."),
    CACHE_DIR("cache-dir", TEXT, "", "DIR", "Where engines keep files between runs."),
    PLUGIN_DIR("plugin-dir", WORDS, "", "DIR", "Another directory with plugins; repeatable."),
    PLUGIN_TIMEOUT("plugin-timeout", TEXT, "60", "SECONDS", "A call into a plugin that takes longer has failed."),
    LOAD_TIMEOUT("load-timeout", TEXT, "3600", "SECONDS", "Loading a model that takes longer has failed."),
    STRICT_PLUGINS("strict-plugins", FLAG, "false", "", "Fail if any plugin cannot be loaded."),
    LOG_LEVEL("log-level", TEXT, "ERROR", "LEVEL", "ERROR, WARNING, INFO, DEBUG or TRACE."),
    VERBOSE("verbose", FLAG, "false", "", "Print every setting and where it comes from."),
    NO_PROGRESS("no-progress", FLAG, "false", "", "Show no progress."),
    CONFIG("config", TEXT, "", "FILE", "File with settings, one \"key = value\" a line.");

    private final String key;
    private final SettingKind kind;
    private final String defaultText;
    private final String label;
    private final String description;
    private final List<String> shortNames;

    Setting(String key, SettingKind kind, String defaultText, String label, String description, String... shortNames) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.label = label;
        this.description = description;
        this.shortNames = List.of(shortNames);
    }

    /** Find a setting by its key; underscores count as dashes. */
    public static Optional<Setting> find(String key) {
        String dashed = key.replace('_', '-');
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(dashed))
                .findFirst();
    }

    public String key() {
        return key;
    }

    public SettingKind kind() {
        return kind;
    }

    /** The value when none is given; empty for "none" and for settings whose default depends on others. */
    public String defaultText() {
        return defaultText;
    }

    public String label() {
        return label;
    }

    public String description() {
        return description;
    }

    public List<String> shortNames() {
        return shortNames;
    }

    public String longName() {
        return "--" + key;
    }

    public String environmentVariable() {
        return EnvironmentSource.PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
