package dev.turbobench.tck;

import dev.turbobench.spi.engine.EngineFactory;

/** How authors use the kit. */
class SampleEngineConformanceTest extends EngineConformance {

    @Override
    protected EngineFactory factory() {
        return new SampleEngineFactory(Defect.NONE);
    }

    @Override
    protected String model() {
        return "sample";
    }
}
