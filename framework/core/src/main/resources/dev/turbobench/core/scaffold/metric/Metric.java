package @package@;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.metric.Unit;
import java.util.ArrayList;
import java.util.List;

/** The time of a round: from the release of the workers to the end of the last request. */
final class @Class@Metric implements Metric {

    private static final MetricDescriptor MEAN = new MetricDescriptor(
            "@id@_mean",
            "@name@ mean",
            Unit.SECONDS,
            Direction.LOWER_IS_BETTER,
            "Mean over all measured rounds of the time from the release of the workers to the end of the last request.");

    @Override
    public List<MetricValue> compute(CaseRecord record) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < record.rounds(); i++) {
            RoundRecord round = record.round(i);
            seconds.add((round.endNanos() - round.startNanos()) / 1e9);
        }
        double mean =
                seconds.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return List.of(new MetricValue(MEAN, mean, null, seconds.size(), null, seconds));
    }
}
