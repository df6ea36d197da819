package @package@;

import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.util.List;

final class @Class@EngineFactory implements EngineFactory {

    @Override
    public String name() {
        return "@name@";
    }

    @Override
    public String description() {
        return "Adds up its prompt.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(OptionSpec.option("step_micros", OptionType.INTEGER, "200", "Time of a step in microseconds."));
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        return List.of(new DeviceOffer("cpu", "this machine", Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        if (!context.model().startsWith("synthetic:")) {
            throw new BenchmarkException(
                    StandardErrorCode.MODEL_NOT_FOUND,
                    "expected synthetic:NAME, because @name@ reads no models, found " + context.model());
        }
        return new @Class@Engine(context);
    }
}
