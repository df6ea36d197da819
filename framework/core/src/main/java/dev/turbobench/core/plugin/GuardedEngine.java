package dev.turbobench.core.plugin;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.HostedEngine;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.List;
import java.util.Optional;

/**
 * An engine of a plugin. Handing in requests passes straight through, because it happens in the timed region, where a
 * stalled engine is noticed anyway; everything else is called on a thread of the plugin with a deadline.
 */
final class GuardedEngine implements HostedEngine {

    private final PluginCalls calls;
    private final Engine engine;
    private final String name;

    GuardedEngine(PluginCalls calls, Engine engine, String name) {
        this.calls = calls.apart();
        this.engine = engine;
        this.name = name;
        calls.threads().forget();
    }

    @Override
    public EngineInfo info() {
        return calls.call("info of engine " + name, engine::info);
    }

    @Override
    public List<String> notices() {
        return calls.call("notices of engine " + name, () -> List.copyOf(engine.notices()));
    }

    @Override
    public EngineLimits limits() {
        return calls.call("limits of engine " + name, engine::limits);
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        return engine.submit(request, sink);
    }

    @Override
    public List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        return engine.submitTogether(requests, sinks);
    }

    @Override
    public List<String> deviceIds() {
        return calls.call("deviceIds of engine " + name, () -> List.copyOf(engine.deviceIds()));
    }

    @Override
    public MemoryUsage memoryUsage() {
        return calls.call("memoryUsage of engine " + name, engine::memoryUsage);
    }

    @Override
    public Optional<Roofline> roofline() {
        return calls.load("roofline of engine " + name, engine::roofline, late -> {});
    }

    @Override
    public void reset() {
        calls.run("reset of engine " + name, engine::reset);
    }

    @Override
    public void close() {
        calls.run("close of engine " + name, engine::close);
        calls.rest();
    }

    @Override
    public String owner() {
        return calls.name();
    }

    @Override
    public ClassLoader loader() {
        return calls.loader();
    }

    @Override
    public Optional<BenchmarkException> death() {
        return Optional.ofNullable(calls.threads().death())
                .map(death -> new BenchmarkException(PLUGIN_FAILED, "%s: %s".formatted(owner(), death)));
    }
}
