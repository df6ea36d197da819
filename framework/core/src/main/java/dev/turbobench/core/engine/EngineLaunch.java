package dev.turbobench.core.engine;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** An engine that can be started, as often as needed, on a device that was chosen once. */
public final class EngineLaunch {

    private final EngineFactory factory;
    private final EngineSelection selection;
    private final Options options;
    private final String device;
    private final List<String> notices;
    private final Ticker ticker;

    EngineLaunch(
            EngineFactory factory,
            EngineSelection selection,
            Options options,
            String device,
            List<String> notices,
            Ticker ticker) {
        this.factory = factory;
        this.selection = selection;
        this.options = options;
        this.device = device;
        this.notices = List.copyOf(notices);
        this.ticker = ticker;
    }

    public String device() {
        return device;
    }

    /** What readers of a result must know about the choice of the device. */
    public List<String> notices() {
        return notices;
    }

    /**
     * Load the model. The caller closes the engine.
     *
     * @param demand the largest load that is going to come
     * @param steps where the engine reports its steps
     * @throws dev.turbobench.spi.error.BenchmarkException if the engine cannot be started
     */
    public Engine start(Demand demand, StepSink steps) {
        EngineContext context = new EngineContext(
                selection.model(),
                device,
                selection.tensorParallelSize(),
                demand,
                options,
                selection.cacheDirectory(),
                ticker,
                steps);
        try {
            return factory.create(context);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            throw Failures.ofPlugin("engine \"%s\": starting".formatted(selection.name()), e);
        }
    }
}
