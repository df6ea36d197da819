package @package@;

import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.option.Options;

final class @Class@MetricFactory implements MetricFactory {

    @Override
    public String name() {
        return "@name@";
    }

    @Override
    public String description() {
        return "Mean time of a round.";
    }

    @Override
    public Metric create(Options options) {
        return new @Class@Metric();
    }
}
