package dev.turbobench.engine.turbomind;

import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.tck.EngineConformance;

class TurbomindConformanceTest extends EngineConformance {

    @Override
    protected EngineFactory factory() {
        return new TurbomindEngineFactory();
    }

    @Override
    protected String model() {
        return "synthetic:tiny";
    }

    @Override
    protected String device() {
        return "cpu";
    }
}
