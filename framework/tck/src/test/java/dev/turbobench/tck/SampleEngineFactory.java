package dev.turbobench.tck;

import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates sample engines with a defect. */
final class SampleEngineFactory implements EngineFactory {

    private final Defect defect;
    private final AtomicInteger created = new AtomicInteger();

    SampleEngineFactory(Defect defect) {
        this.defect = defect;
    }

    @Override
    public String name() {
        return defect == Defect.BAD_NAME ? "Sample Engine" : "sample";
    }

    @Override
    public String description() {
        return "Adds up its prompt.";
    }

    @Override
    public List<DeviceOffer> devices(Options options) {
        return defect == Defect.NO_DEVICES
                ? List.of()
                : List.of(
                        new DeviceOffer("gpu", "none", Availability.unavailable("there is no GPU")),
                        new DeviceOffer("cpu", "a processor", Availability.available()));
    }

    @Override
    public Engine create(EngineContext context) {
        if (!context.model().equals("sample") && defect != Defect.MAKES_UP_MODELS) {
            throw new BenchmarkException(
                    StandardErrorCode.MODEL_NOT_FOUND, "expected the model \"sample\", found " + context.model());
        }
        if (defect == Defect.CANNOT_BE_REOPENED && created.getAndIncrement() > 0) {
            throw new IllegalStateException("only once");
        }
        if (defect == Defect.NEEDS_THE_CONTEXT_LOADER) {
            try {
                Thread.currentThread().getContextClassLoader().loadClass(SampleEngine.class.getName());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return new SampleEngine(context, defect);
    }
}
