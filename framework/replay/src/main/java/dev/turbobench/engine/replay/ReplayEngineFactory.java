package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.CANCELLED;

import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Creates engines that replay known times. */
final class ReplayEngineFactory implements EngineFactory {

    static final String DEVICE = "schedule";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "Runs no model: emits tokens at known times, to test and calibrate the tool itself.";
    }

    @Override
    public List<OptionSpec> options() {
        return ReplayOptions.SPECS;
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        return List.of(new DeviceOffer(DEVICE, "a clock", Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        Script script = ReplayOptions.read(context.model(), context.options());
        try {
            TimeUnit.NANOSECONDS.sleep(script.loadNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException(CANCELLED, "starting the replay engine was interrupted", e);
        }
        return new ReplayEngine(script, context);
    }
}
