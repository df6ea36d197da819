package dev.turbobench.core.plugin;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** An engine factory of a plugin. */
final class GuardedEngineFactory implements EngineFactory {

    private final PluginCalls calls;
    private final EngineFactory factory;
    private final Declaration declaration;

    GuardedEngineFactory(PluginCalls calls, EngineFactory factory, Declaration declaration) {
        this.calls = calls;
        this.factory = factory;
        this.declaration = declaration;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public List<OptionSpec> options() {
        return declaration.options();
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        List<DeviceOffer> devices =
                calls.call("devices of engine " + name(), () -> List.copyOf(factory.devices(options)));
        if (devices.isEmpty()) {
            throw new BenchmarkException(
                    PLUGIN_FAILED, "%s: engine %s offers no device".formatted(calls.name(), name()));
        }
        return devices;
    }

    @Override
    public Engine create(EngineContext context) {
        Engine engine = calls.load("create of engine " + name(), () -> factory.create(context), Engine::close);
        return new GuardedEngine(calls, engine, name());
    }
}
