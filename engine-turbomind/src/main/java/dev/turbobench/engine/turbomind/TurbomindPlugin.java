package dev.turbobench.engine.turbomind;

import dev.turbobench.engine.turbomind.convert.ConvertCommand;
import dev.turbobench.engine.turbomind.convert.ExportCommand;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.engine.EngineFactory;
import java.util.List;

/** Provides the engine {@code turbomind} and the conversion of models to and from its own format. */
public final class TurbomindPlugin implements BenchmarkPlugin {

    @Override
    public List<EngineFactory> engines() {
        return List.of(new TurbomindEngineFactory());
    }

    @Override
    public List<PluginCommand> commands() {
        return List.of(new ConvertCommand(), new ExportCommand());
    }
}
