package dev.turbobench.spi.metric;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** Creates metrics of one kind. */
public interface MetricFactory {

    /**
     * Get the name that users write after {@code --metrics}.
     *
     * @return lower-case letters, digits and dashes, starting with a letter; never {@code null}
     */
    String name();

    /**
     * Get one sentence about the metric.
     *
     * @return the description; never {@code null}
     */
    String description();

    /**
     * Get the options of the metric.
     *
     * @return the declarations; never {@code null}, empty by default
     */
    default List<OptionSpec> options() {
        return List.of();
    }

    /**
     * Create the metric.
     *
     * @param options the validated options; never {@code null}
     * @return the metric; never {@code null}
     */
    Metric create(Options options);
}
