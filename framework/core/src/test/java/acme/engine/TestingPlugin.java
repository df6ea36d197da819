package acme.engine;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import java.util.List;

/** A plugin as a stranger would write it; tests put its package into a jar. */
public final class TestingPlugin implements BenchmarkPlugin {

    @Override
    public List<EngineFactory> engines() {
        return List.of(new TestingEngineFactory());
    }

    @Override
    public List<PluginCommand> commands() {
        return List.of(new TestingCommand());
    }
}
