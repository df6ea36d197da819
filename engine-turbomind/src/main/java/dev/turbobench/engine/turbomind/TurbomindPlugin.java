package dev.turbobench.engine.turbomind;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.engine.EngineFactory;
import java.util.List;

/** Provides the engine {@code turbomind}. */
public final class TurbomindPlugin implements BenchmarkPlugin {

    @Override
    public List<EngineFactory> engines() {
        return List.of(new TurbomindEngineFactory());
    }
}
