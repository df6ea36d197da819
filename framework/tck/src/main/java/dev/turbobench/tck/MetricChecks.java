package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.present;
import static dev.turbobench.tck.Demands.require;
import static dev.turbobench.tck.Demands.text;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.Metric;
import dev.turbobench.spi.metric.MetricFactory;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the contract demands of a metric. */
public final class MetricChecks {

    private static final long SHIFT = 1L << 45;
    private static final double ROUNDING = 1e-9;

    private final MetricFactory factory;
    private final Options options;

    private MetricChecks(MetricFactory factory, Options options) {
        this.factory = factory;
        this.options = options;
    }

    /**
     * Get the checks for a metric.
     *
     * @param factory creates it; never {@code null}
     * @param options the options to create it with; never {@code null}
     * @return the checks in the order in which to run them; never {@code null}
     */
    public static List<Check> of(MetricFactory factory, Options options) {
        MetricChecks checks = new MetricChecks(factory, options);
        return List.of(
                new Check("declaration", "name, description and options are well-formed", checks::declaration),
                new Check("descriptors", "every value says what it means, under an id of its own", checks::descriptors),
                new Check("stable-ids", "an id means the same in every case", checks::stableIds),
                new Check("numbers", "values are numbers, or NaN with a note that says why", checks::numbers),
                new Check("intervals", "intervals have two ends and contain their value", checks::intervals),
                new Check("pure", "the same record gives the same numbers", checks::pure),
                new Check("time-origin", "it does not matter where the clock started", checks::timeOrigin),
                new Check(
                        "incomplete",
                        "records with failed requests or without steps are no trouble",
                        checks::incomplete),
                new Check("thread-safety", "several cases may be computed at once", checks::threadSafety),
                new Check("distributions", "distributions are well-formed and pure", checks::distributions),
                new Check(
                        "class-loader", "the context class loader of the caller does not matter", checks::classLoader));
    }

    private static List<CaseRecord> records() {
        List<CaseRecord> records = new ArrayList<>();
        records.add(record(4, 16, 8, 5, 0, false, true));
        records.add(record(1, 1, 1, 1, 0, false, true));
        records.add(record(16, 128, 64, 3, 1L << 40, false, false));
        records.add(record(2, 5, 2, 12, -(1L << 40), false, true));
        return records;
    }

    private static CaseRecord record(
            int concurrency, int prompt, int completion, int rounds, long origin, boolean failing, boolean steps) {
        return new SyntheticCase(new CaseSpec(0, concurrency, prompt, completion), rounds, origin, failing, steps);
    }

    private Metric metric() {
        return present("create()", factory.create(options));
    }

    private static List<MetricValue> compute(Metric metric, CaseRecord record) {
        return present("compute()", metric.compute(record));
    }

    private void declaration() {
        Demands.name("name()", factory.name());
        text("description()", factory.description());
        present("options()", factory.options()).forEach(option -> text(option.name(), option.description()));
    }

    private void descriptors() {
        Metric metric = metric();
        for (CaseRecord record : records()) {
            List<MetricValue> values = compute(metric, record);
            Demands.distinct(
                    "ids of the values",
                    values.stream().map(value -> value.descriptor().id()).toList());
            for (MetricValue value : values) {
                text("label of " + value.descriptor().id(), value.descriptor().label());
                text(
                        "definition of " + value.descriptor().id(),
                        value.descriptor().definition());
                require(
                        value.samples() >= 0,
                        "samples of %s: %d",
                        value.descriptor().id(),
                        value.samples());
            }
        }
    }

    private void stableIds() {
        Metric metric = metric();
        Map<String, Unit> units = new HashMap<>();
        for (CaseRecord record : records()) {
            for (MetricValue value : compute(metric, record)) {
                Unit unit = value.descriptor().unit();
                Unit earlier = units.putIfAbsent(value.descriptor().id(), unit);
                require(
                        earlier == null || earlier == unit,
                        "unit of %s is %s in one case and %s in another",
                        value.descriptor().id(),
                        earlier,
                        unit);
            }
        }
    }

    private void numbers() {
        Metric metric = metric();
        for (CaseRecord record : records()) {
            for (MetricValue value : compute(metric, record)) {
                require(
                        !Double.isInfinite(value.value()),
                        "%s is infinite",
                        value.descriptor().id());
                if (!value.isAvailable()) {
                    text(
                            "the note of %s, which has no value,"
                                    .formatted(value.descriptor().id()),
                            value.note());
                }
                for (double round : value.byRound()) {
                    require(
                            !Double.isInfinite(round),
                            "%s is infinite in a round",
                            value.descriptor().id());
                }
                require(
                        value.byRound().isEmpty() || value.byRound().size() == record.rounds(),
                        "%s has %d values by round, but there are %d rounds",
                        value.descriptor().id(),
                        value.byRound().size(),
                        record.rounds());
            }
        }
    }

    private void intervals() {
        Metric metric = metric();
        for (CaseRecord record : records()) {
            for (MetricValue value : compute(metric, record)) {
                Interval interval = value.interval();
                if (interval == null) {
                    continue;
                }
                double slack = ROUNDING * Math.max(1, Math.abs(value.value()));
                require(
                        interval.low() <= value.value() + slack && value.value() <= interval.high() + slack,
                        "%s: the interval %s does not contain %s",
                        value.descriptor().id(),
                        interval,
                        value.value());
                require(interval.level() > 0 && interval.level() < 1, "confidence level: %s", interval.level());
                text("method of the interval of " + value.descriptor().id(), interval.method());
            }
        }
    }

    private void pure() {
        Metric metric = metric();
        for (CaseRecord record : records()) {
            List<MetricValue> first = compute(metric, record);
            compute(metric, record(3, 9, 9, 2, 5, false, true));
            equal("values of the same record", first, compute(metric, record));
            equal("values of another metric with the same options", first, compute(metric(), record));
        }
    }

    private void timeOrigin() {
        Metric metric = metric();
        List<MetricValue> here = compute(metric, record(4, 16, 8, 5, 1000, false, true));
        List<MetricValue> there = compute(metric, record(4, 16, 8, 5, 1000 + SHIFT, false, true));
        equal("number of values", here.size(), there.size());
        for (int i = 0; i < here.size(); i++) {
            double expected = here.get(i).value();
            double found = there.get(i).value();
            boolean same = Double.compare(expected, found) == 0
                    || Math.abs(expected - found) <= ROUNDING * Math.max(1e-12, Math.abs(expected));
            require(
                    same,
                    "%s is %s, but %s when the clock started elsewhere",
                    here.get(i).descriptor().id(),
                    expected,
                    found);
        }
    }

    private void incomplete() {
        Metric metric = metric();
        for (int concurrency : new int[] {1, 4}) {
            for (boolean steps : new boolean[] {true, false}) {
                for (MetricValue value : compute(metric, record(concurrency, 8, 8, 3, 0, true, steps))) {
                    require(
                            !Double.isInfinite(value.value()),
                            "%s is infinite",
                            value.descriptor().id());
                    if (!value.isAvailable()) {
                        text(
                                "the note of %s, which has no value,"
                                        .formatted(value.descriptor().id()),
                                value.note());
                    }
                }
            }
        }
    }

    private void threadSafety() throws InterruptedException, ExecutionException {
        Metric metric = metric();
        List<CaseRecord> records = records();
        List<List<MetricValue>> expected =
                records.stream().map(record -> compute(metric, record)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int which = i % records.size();
                calls.add(() -> compute(metric, records.get(which)).equals(expected.get(which)));
            }
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                require(call.get(), "values differ when several cases are computed at once");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void distributions() {
        Metric metric = metric();
        for (CaseRecord record : records()) {
            List<Distribution> distributions = present("distributions()", metric.distributions(record));
            Demands.distinct(
                    "ids of the distributions",
                    distributions.stream().map(Distribution::id).toList());
            for (Distribution distribution : distributions) {
                text("label of " + distribution.id(), distribution.label());
                require(
                        ascending(distribution.probabilities()) && ascending(distribution.values()),
                        "distribution %s is not ascending",
                        distribution.id());
            }
            equal("distributions of the same record", distributions, metric.distributions(record));
        }
    }

    private static boolean ascending(List<Double> values) {
        for (int i = 1; i < values.size(); i++) {
            if (!(values.get(i - 1) <= values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void classLoader() {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        compute(metric(), records().get(0));
    }
}
