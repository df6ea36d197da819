package acme.engine;

import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** Creates engines that count upwards. */
final class TestingEngineFactory implements EngineFactory {

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String description() {
        return "An engine that counts.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.option("step_micros", OptionType.INTEGER, "0", "Time for each token in microseconds."),
                OptionSpec.option("fail_at", OptionType.INTEGER, "0", "Prompt length that fails; 0 for none."),
                OptionSpec.option("hang_in", OptionType.STRING, "nothing", "The call that never returns."),
                OptionSpec.option("die_by", OptionType.STRING, "nothing", "What ends its threads: throw or exit."));
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        return List.of(
                new DeviceOffer("cuda", "none", Availability.unavailable("libcuda.so.1 is missing")),
                new DeviceOffer("cpu", "a CPU", Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        return new TestingEngine(context);
    }
}
