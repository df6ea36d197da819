package @package@;

import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.tck.EngineConformance;

/** Everything that TurboBench demands of an engine. */
class @Class@EngineTest extends EngineConformance {

    @Override
    protected EngineFactory factory() {
        return new @Class@EngineFactory();
    }

    @Override
    protected String model() {
        return "synthetic:tiny";
    }
}
