package dev.turbobench.engine.replay;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.engine.EngineFactory;
import java.util.List;

/** The plugin with the engine that replays known times. */
public final class ReplayPlugin implements BenchmarkPlugin {

    @Override
    public List<EngineFactory> engines() {
        return List.of(new ReplayEngineFactory());
    }
}
