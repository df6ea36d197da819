package dev.turbobench.core.config;

import static dev.turbobench.core.config.Setting.COMPLETION_TOKENS;
import static dev.turbobench.core.config.Setting.CONCURRENCY;
import static dev.turbobench.core.config.Setting.CSV;
import static dev.turbobench.core.config.Setting.DEVICE;
import static dev.turbobench.core.config.Setting.DISTINCT_PROMPTS;
import static dev.turbobench.core.config.Setting.ENGINE;
import static dev.turbobench.core.config.Setting.METRICS;
import static dev.turbobench.core.config.Setting.MODEL;
import static dev.turbobench.core.config.Setting.PRESET;
import static dev.turbobench.core.config.Setting.PROMPT_TOKENS;
import static dev.turbobench.core.config.Setting.REPORT;
import static dev.turbobench.core.config.Setting.ROUND_START;
import static dev.turbobench.core.config.Setting.SEED;
import static dev.turbobench.core.config.Setting.STALL_TIMEOUT;
import static dev.turbobench.core.config.Setting.TEMPERATURE;
import static dev.turbobench.core.config.Setting.TEST_ROUND;
import static dev.turbobench.core.config.Setting.TOP_K;
import static dev.turbobench.core.config.Setting.TOP_P;
import static dev.turbobench.core.config.Setting.TP;
import static dev.turbobench.core.config.Setting.WARMUP_ROUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbobench.core.plugin.TestingCatalog;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.report.ConfigurationEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunConfigReaderTest {

    private static final Path CACHE = Path.of("/cache");

    private final Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
    private final List<String> assignments = new ArrayList<>();
    private Map<String, String> environment = Map.of();

    private RunConfigReaderTest with(Setting setting, String... texts) {
        values.put(setting, List.of(texts));
        return this;
    }

    private RunConfig read() {
        Settings settings = SettingsReader.read(new CommandLineSettings(values, assignments), environment);
        return RunConfigReader.read(settings, TestingCatalog.create(), CACHE);
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigurationException.class, this::read).problems();
    }

    @Test
    void spacesSeparateNumbersAsCommasDo() {
        RunConfig config =
                with(MODEL, "/models/llama").with(CONCURRENCY, " 1  2", "4").read();
        assertThat(config.workload().concurrency()).containsExactly(1, 2, 4);
    }

    @Test
    void defaultsWithAModelAreThoseOfTheMethod() {
        RunConfig config = with(MODEL, "/models/llama").read();

        assertThat(config.engine())
                .isEqualTo(new EngineSelection("turbomind", "/models/llama", "auto", 1, Map.of(), CACHE));
        assertThat(config.workload().concurrency()).containsExactly(1, 16, 32, 64);
        assertThat(config.workload().lengths())
                .containsExactly(
                        new LengthPair(1, 128),
                        new LengthPair(128, 128),
                        new LengthPair(128, 2048),
                        new LengthPair(2048, 128),
                        new LengthPair(2048, 2048));
        assertThat(config.workload().sampling()).isEqualTo(new SamplingParameters(1, 1.0, 1.0));
        assertThat(config.workload().seed()).isZero();
        assertThat(config.workload().distinctPrompts()).isFalse();
        assertThat(config.rounds()).isEqualTo(new RoundsConfig(10, 1, 20, RoundStart.TOGETHER, Duration.ofMinutes(10)));
        assertThat(config.execution()).isEqualTo(new ExecutionConfig(CaseOrder.MATRIX, "none", true));
        assertThat(config.output().reports())
                .containsExactly(new ReportRequest("csv", Path.of("./profile_generation.csv"), Map.of()));
        assertThat(config.output().metrics()).extracting(MetricRequest::name).containsExactly("latency", "energy");
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void everySettingReachesItsPlace() {
        assignments.add("engine.turbomind.cache-block-seq-len=32");
        RunConfig config = with(MODEL, "m")
                .with(CONCURRENCY, "2", "3,4")
                .with(PROMPT_TOKENS, "5")
                .with(COMPLETION_TOKENS, "6", "7")
                .with(TEST_ROUND, "8")
                .with(WARMUP_ROUND, "0")
                .with(Setting.WARMUP_MAX, "4")
                .with(Setting.ORDER, "random")
                .with(Setting.NO_TOOL_ERROR, "true")
                .with(ROUND_START, "free")
                .with(DISTINCT_PROMPTS, "true")
                .with(DEVICE, "cpu")
                .with(TP, "2")
                .with(TOP_K, "40")
                .with(TOP_P, "0.8")
                .with(TEMPERATURE, "0.7")
                .with(SEED, "-5")
                .with(CSV, "")
                .with(REPORT, "json", "csv=out.csv")
                .with(METRICS, "energy")
                .with(STALL_TIMEOUT, "30")
                .with(Setting.CACHE_DIR, "/other")
                .read();

        Map<String, OptionValue> options =
                Map.of("cache_block_seq_len", new OptionValue("32", OptionSource.COMMAND_LINE));
        assertThat(config.engine())
                .isEqualTo(new EngineSelection("turbomind", "m", "cpu", 2, options, Path.of("/other")));
        assertThat(config.workload())
                .isEqualTo(new WorkloadConfig(
                        List.of(2, 3, 4),
                        List.of(new LengthPair(5, 6), new LengthPair(5, 7)),
                        new SamplingParameters(40, 0.8, 0.7),
                        -5,
                        true));
        assertThat(config.rounds()).isEqualTo(new RoundsConfig(8, 0, 4, RoundStart.FREE, Duration.ofSeconds(30)));
        assertThat(config.execution()).isEqualTo(new ExecutionConfig(CaseOrder.RANDOM, "first", false));
        assertThat(config.output().reports())
                .containsExactly(
                        new ReportRequest("json", Path.of("result.json"), Map.of()),
                        new ReportRequest("csv", Path.of("out.csv"), Map.of()));
        assertThat(config.output().metrics()).containsExactly(new MetricRequest("energy", Map.of()));
    }

    @Test
    void withoutModelAndMatrixASmallModelAndMatrixAreTakenAndSaidSo() {
        RunConfig config = read();
        assertThat(config.engine().model()).isEqualTo("synthetic:tiny");
        assertThat(config.workload().concurrency()).containsExactly(1, 4);
        assertThat(config.rounds().testRounds()).isEqualTo(3);
        assertThat(config.notices())
                .satisfiesExactly(
                        notice -> assertThat(notice).contains("no MODEL given", "synthetic:tiny", "real model"),
                        notice -> assertThat(notice).contains("--preset quick"));
        assertThat(config.effective())
                .contains(new ConfigurationEntry("preset", "quick", OptionSource.DEFAULT, PRESET.description()));
    }

    @Test
    void withoutModelAMatrixOrPresetIsTakenAsGiven() {
        assertThat(with(CONCURRENCY, "2").read().workload().lengths()).hasSize(5);
        values.clear();
        RunConfig config = with(PRESET, "full").read();
        assertThat(config.workload().concurrency()).containsExactly(1, 2, 4, 8, 16, 32, 64, 128);
        assertThat(config.notices()).hasSize(1);
    }

    @Test
    void aPresetWinsOverEarlierSourcesOnly() {
        environment = Map.of("TURBOBENCH_CONCURRENCY", "9", "TURBOBENCH_TEST_ROUND", "2");
        RunConfig config = with(PRESET, "quick").with(TEST_ROUND, "5").read();
        assertThat(config.workload().concurrency()).containsExactly(1, 4);
        assertThat(config.rounds().testRounds()).isEqualTo(5);
    }

    @Test
    void listsOfDifferentLengthsAreAnErrorUnlessOneIsSingle() {
        assertThat(with(PROMPT_TOKENS, "1", "2")
                        .with(COMPLETION_TOKENS, "1", "2", "3")
                        .problems())
                .singleElement()
                .asString()
                .contains("as many values in both", "found 2 [1, 2] (--prompt-tokens) and 3 [1, 2, 3]");
        assertThat(with(PROMPT_TOKENS, "1", "2")
                        .with(COMPLETION_TOKENS, "9")
                        .read()
                        .workload()
                        .lengths())
                .containsExactly(new LengthPair(1, 9), new LengthPair(2, 9));
    }

    @Test
    void refusesListsOfNothing() {
        with(REPORT, "").with(METRICS, " ");
        assertThat(problems())
                .containsExactly(
                        "--report: expected NAME[=FILE], found nothing; leave the option out to have the default",
                        "--metrics: expected NAME, found nothing; leave the option out to have the default");
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        assignments.addAll(List.of("engine.turbomind.cache_block=1", "reporter.xml.x=1"));
        environment = Map.of("TURBOBENCH_TP", "3", "TURBOBENCH_ENGINE_TURBOMIND_CACHE_BLOK_SEQ_LEN", "1");
        List<String> problems = with(MODEL, "m")
                .with(CONCURRENCY, "1", "x")
                .with(PROMPT_TOKENS, "0")
                .with(COMPLETION_TOKENS, "1")
                .with(TOP_P, "2")
                .with(TEST_ROUND, "99999999999")
                .with(ROUND_START, "later")
                .with(REPORT, "jsn")
                .with(METRICS, "latncy")
                .with(PRESET, "huge")
                .problems();

        assertThat(String.join("\n", problems))
                .contains("tp: expected a power of 2, found 3")
                .contains("CACHE_BLOK_SEQ_LEN: no loaded plugin has such an option, did you mean")
                .contains("unknown option engine.turbomind.cache_block")
                .contains("there is no reporter \"xml\"")
                .contains("concurrency: expected whole numbers, found \"x\"")
                .contains("prompt-tokens: expected at least 1, found 0")
                .contains("top_p: expected more than 0 and at most 1, found 2.0")
                .contains("test-round: expected a whole number, found \"99999999999\"")
                .contains("round-start: expected together or free, found \"later\"")
                .contains("report: there is no reporter \"jsn\", did you mean json?")
                .contains("metrics: there is no metric \"latncy\", did you mean latency?")
                .contains("preset: expected one of [quick, default, full], found \"huge\"");
    }

    @Test
    void anUnknownEngineIsReportedWithThePluginsThatCouldHaveHadIt() {
        values.put(ENGINE, List.of("turbomnd"));
        Settings settings = SettingsReader.read(new CommandLineSettings(values, List.of()), Map.of());
        ConfigurationException error = catchThrowableOfType(
                ConfigurationException.class,
                () -> RunConfigReader.read(settings, TestingCatalog.create(TestingCatalog.rejected()), CACHE));
        assertThat(error.errorCode()).isEqualTo(StandardErrorCode.UNKNOWN_COMPONENT.code());
        assertThat(error)
                .hasMessageContaining("engine: there is no engine \"turbomnd\", did you mean turbomind?")
                .hasMessageContaining("available: turbomind")
                .hasMessageContaining("not loaded: /plugins/broken.jar (UNREADABLE_JAR: is empty)");
    }

    @Test
    void twoReportsIntoOneFileAreAnError() {
        assertThat(with(REPORT, "json=a/../x").with(CSV, "x").problems())
                .singleElement()
                .asString()
                .contains("csv and json both write to");
    }

    @Test
    void theEffectiveTableHasEveryOptionButNoSecrets() {
        assignments.add("engine.turbomind.api_key=hunter2");
        environment = Map.of("TURBOBENCH_ENGINE_TURBOMIND_CACHE_BLOCK_SEQ_LEN", "16");
        List<ConfigurationEntry> effective = with(MODEL, "m").read().effective();

        assertThat(effective).extracting(ConfigurationEntry::key).contains("model", "top-k", "metrics", "cache-dir");
        assertThat(effective)
                .contains(
                        new ConfigurationEntry(
                                "engine.turbomind.cache_block_seq_len",
                                "16",
                                OptionSource.ENVIRONMENT,
                                "Tokens in a block."),
                        new ConfigurationEntry(
                                "engine.turbomind.api-key", "***", OptionSource.COMMAND_LINE, "A secret."),
                        new ConfigurationEntry(
                                "metrics", "latency,energy", OptionSource.DEFAULT, METRICS.description()));
        assertThat(effective.toString()).doesNotContain("hunter2");
    }
}
