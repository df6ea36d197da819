package dev.turbobench.core.component;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.Optional;

/** An engine that knows which plugin it came from. */
public interface HostedEngine extends Engine {

    /** The plugin as messages name it. */
    String owner();

    /** The class loader that threads should have as context class loader when they call the engine. */
    ClassLoader loader();

    /** What one of the plugin's threads died of since this engine was created. */
    Optional<BenchmarkException> death();

    /** Get the class loader for threads that call an engine. */
    static ClassLoader loaderOf(Engine engine) {
        return engine instanceof HostedEngine hosted
                ? hosted.loader()
                : engine.getClass().getClassLoader();
    }

    /** Get what a thread of the engine died of. */
    static Optional<BenchmarkException> deathOf(Engine engine) {
        return engine instanceof HostedEngine hosted ? hosted.death() : Optional.empty();
    }
}
