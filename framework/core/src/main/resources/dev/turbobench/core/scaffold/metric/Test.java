package @package@;

import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.tck.MetricConformance;

/** Everything that TurboBench demands of a metric. */
class @Class@MetricTest extends MetricConformance {

    @Override
    protected MetricFactory factory() {
        return new @Class@MetricFactory();
    }
}
