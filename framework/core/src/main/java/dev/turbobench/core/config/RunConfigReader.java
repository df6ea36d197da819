package dev.turbobench.core.config;

import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.spi.engine.SamplingParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Makes a {@link RunConfig} from settings. */
public final class RunConfigReader {

    private static final List<LengthPair> HARMLESS_LENGTHS = List.of(new LengthPair(1, 1));

    private final TypedSettings settings;
    private final ComponentOptions components;
    private final SelectionReader selection;
    private final OutputReader output;
    private final Problems problems;
    private final List<String> notices;

    private RunConfigReader(PresetChoice choice, PluginCatalog catalog, Path defaultCacheDirectory, Problems problems) {
        this.problems = problems;
        this.notices = choice.notices();
        this.settings = new TypedSettings(choice.settings(), problems);
        this.components = new ComponentOptions(choice.settings(), catalog, problems);
        this.selection = new SelectionReader(settings, components, problems, defaultCacheDirectory);
        this.output = new OutputReader(settings, components, catalog, problems);
    }

    /**
     * Read the configuration of a run.
     *
     * @param defaultCacheDirectory where engines keep files if nothing else is said
     * @throws ConfigurationException with everything that is wrong
     */
    public static RunConfig read(Settings settings, PluginCatalog catalog, Path defaultCacheDirectory) {
        Problems problems = new Problems();
        PresetChoice choice = PresetChoice.of(settings, problems);
        return new RunConfigReader(choice, catalog, defaultCacheDirectory, problems).read();
    }

    /**
     * Read what to compute and write of a run that is stored; the CSV file of the method only if it was asked for.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static OutputConfig readOutput(Settings settings, PluginCatalog catalog) {
        Problems problems = new Problems();
        TypedSettings typed = new TypedSettings(settings, problems);
        ComponentOptions components = new ComponentOptions(settings, catalog, problems);
        OutputConfig output = new OutputReader(typed, components, catalog, problems).readForStored();
        problems.throwIfAny();
        return output;
    }

    private RunConfig read() {
        EngineSelection engine = selection.engine();
        WorkloadConfig workload = workload();
        RoundsConfig rounds = rounds();
        ExecutionConfig execution = execution();
        OutputConfig outputs = output.read();
        problems.throwIfAny();
        EffectiveSettings effective = new EffectiveSettings(settings, components);
        return new RunConfig(engine, workload, rounds, execution, outputs, effective.of(engine, outputs), notices);
    }

    private WorkloadConfig workload() {
        List<Integer> concurrency = settings.wholeNumbers(Setting.CONCURRENCY);
        List<LengthPair> lengths = lengths();
        SamplingParameters sampling = selection.sampling();
        long seed = settings.longNumber(Setting.SEED);
        boolean distinct = settings.flag(Setting.DISTINCT_PROMPTS);
        return problems.attempt(
                () -> new WorkloadConfig(concurrency, lengths, sampling, seed, distinct),
                new WorkloadConfig(List.of(1), HARMLESS_LENGTHS, sampling, seed, distinct));
    }

    private List<LengthPair> lengths() {
        List<Integer> prompts = settings.wholeNumbers(Setting.PROMPT_TOKENS);
        List<Integer> completions = settings.wholeNumbers(Setting.COMPLETION_TOKENS);
        int pairs = Math.max(prompts.size(), completions.size());
        if (prompts.isEmpty() || completions.isEmpty()) {
            return List.of();
        }
        if ((prompts.size() != pairs && prompts.size() != 1)
                || (completions.size() != pairs && completions.size() != 1)) {
            problems.add(("prompt-tokens and completion-tokens: expected as many values in both, or a single one in "
                            + "either, found %d%s and %d%s")
                    .formatted(
                            prompts.size(),
                            origin(Setting.PROMPT_TOKENS),
                            completions.size(),
                            origin(Setting.COMPLETION_TOKENS)));
            return HARMLESS_LENGTHS;
        }
        List<LengthPair> result = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int prompt = prompts.get(prompts.size() == 1 ? 0 : i);
            int completion = completions.get(completions.size() == 1 ? 0 : i);
            problems.attempt(() -> result.add(new LengthPair(prompt, completion)), false);
        }
        return result.isEmpty() ? HARMLESS_LENGTHS : Collections.unmodifiableList(result);
    }

    private String origin(Setting setting) {
        SettingValue value = settings.value(setting);
        return " %s (%s)".formatted(value.texts(), value.origin());
    }

    private RoundsConfig rounds() {
        int tests = settings.wholeNumber(Setting.TEST_ROUND);
        int warmups = settings.wholeNumber(Setting.WARMUP_ROUND);
        int most = warmupMax(warmups);
        RoundStart start = roundStart();
        Duration stall = Duration.ofSeconds(settings.wholeNumber(Setting.STALL_TIMEOUT));
        return problems.attempt(
                () -> new RoundsConfig(tests, warmups, most, start, stall), new RoundsConfig(1, 0, start));
    }

    private int warmupMax(int warmups) {
        if (!settings.text(Setting.WARMUP_MAX).isBlank()) {
            return settings.wholeNumber(Setting.WARMUP_MAX);
        }
        return warmups == 0 ? 0 : Math.max(warmups, RoundsConfig.DEFAULT_WARMUP_MAX);
    }

    private ExecutionConfig execution() {
        CaseOrder order = order();
        String sentinel = settings.text(Setting.SENTINEL).strip();
        String usual = order == CaseOrder.RANDOM ? ExecutionConfig.FIRST : ExecutionConfig.NONE;
        return new ExecutionConfig(order, sentinel.isEmpty() ? usual : sentinel, !settings.flag(Setting.NO_TOOL_ERROR));
    }

    private CaseOrder order() {
        String text = settings.text(Setting.ORDER);
        for (CaseOrder order : CaseOrder.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(text)) {
                return order;
            }
        }
        problems.add("order: expected matrix or random, found \"%s\"".formatted(text));
        return CaseOrder.MATRIX;
    }

    private RoundStart roundStart() {
        String text = settings.text(Setting.ROUND_START);
        for (RoundStart start : RoundStart.values()) {
            if (start.name().toLowerCase(Locale.ROOT).equals(text)) {
                return start;
            }
        }
        problems.add("round-start: expected together or free, found \"%s\"".formatted(text));
        return RoundStart.TOGETHER;
    }
}
