package dev.turbobench.core.config;

import dev.turbobench.core.config.ComponentKey.Kind;
import dev.turbobench.spi.engine.SamplingParameters;
import java.nio.file.Path;

/** Reads what every command that loads a model needs: engine, model, device and how to choose tokens. */
public final class SelectionReader {

    private final TypedSettings settings;
    private final ComponentOptions components;
    private final Problems problems;
    private final Path defaultCacheDirectory;

    public SelectionReader(
            TypedSettings settings, ComponentOptions components, Problems problems, Path defaultCacheDirectory) {
        this.settings = settings;
        this.components = components;
        this.problems = problems;
        this.defaultCacheDirectory = defaultCacheDirectory;
    }

    /** Read the selection; if it is wrong, the problems say so and something harmless is returned. */
    public EngineSelection engine() {
        String name = settings.text(Setting.ENGINE);
        components.exists(Kind.ENGINE, name, "engine: ");
        String model = settings.text(Setting.MODEL);
        String device = settings.text(Setting.DEVICE);
        int ranks = settings.wholeNumber(Setting.TP);
        Path cache = cacheDirectory();
        return problems.attempt(
                () -> new EngineSelection(name, model, device, ranks, components.given(Kind.ENGINE, name), cache),
                new EngineSelection("none", "none", EngineSelection.AUTO, 1, java.util.Map.of(), cache));
    }

    Path cacheDirectory() {
        String directory = settings.text(Setting.CACHE_DIR);
        return directory.isEmpty() ? defaultCacheDirectory : settings.path(Setting.CACHE_DIR, directory);
    }

    /** Read how tokens are chosen; if it is wrong, the problems say so and greedy is returned. */
    public SamplingParameters sampling() {
        int topK = settings.wholeNumber(Setting.TOP_K);
        double topP = settings.decimal(Setting.TOP_P);
        double temperature = settings.decimal(Setting.TEMPERATURE);
        return problems.attempt(() -> new SamplingParameters(topK, topP, temperature), SamplingParameters.GREEDY);
    }
}
