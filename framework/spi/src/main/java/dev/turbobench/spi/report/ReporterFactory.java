package dev.turbobench.spi.report;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Optional;

/** Creates reporters of one kind. */
public interface ReporterFactory {

    /**
     * Get the name that users write after {@code --report}.
     *
     * @return lower-case letters, digits and dashes, starting with a letter; never {@code null}
     */
    String name();

    /**
     * Get one sentence about the reporter.
     *
     * @return the description; never {@code null}
     */
    String description();

    /**
     * Get the name of the file that is written when the user gives none.
     *
     * @return a relative file name; never {@code null}
     */
    String defaultFileName();

    /**
     * Get the options of the reporter.
     *
     * @return the declarations; never {@code null}, empty by default
     */
    default List<OptionSpec> options() {
        return List.of();
    }

    /**
     * Get the metrics without which the report has empty places. Users are told if they leave one out.
     *
     * @param options the validated options; never {@code null}
     * @return names as users write them after {@code --metrics}; never {@code null}, empty by default
     */
    default List<String> neededMetrics(Options options) {
        return List.of();
    }

    /**
     * Create a reporter. Does not write yet.
     *
     * @param options the validated options; never {@code null}
     * @param target where to write; never {@code null}
     * @return the reporter; never {@code null}
     */
    Reporter create(Options options, ReportTarget target);

    /**
     * Create a reporter that shows several runs together. Does not write yet.
     *
     * @param options the validated options; never {@code null}
     * @param target where to write; never {@code null}
     * @return the reporter; empty, which is the default, if this kind of report cannot show several runs
     */
    default Optional<ComparisonReporter> createComparison(Options options, ReportTarget target) {
        return Optional.empty();
    }
}
