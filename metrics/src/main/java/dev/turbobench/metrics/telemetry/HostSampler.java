package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.Samples;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Load and memory of the host. */
final class HostSampler implements Sampler {

    private static final int PROCESS = 0;
    private static final int OTHERS = 1;
    private static final int RESIDENT = 2;
    private static final int HEAP = 3;
    private static final int COLLECTIONS = 4;
    private static final int SWAPPED = 5;

    /** Share of the processors that others may use before readers are told. */
    private static final double BUSY = 0.1;

    private static final List<Channel> CHANNELS = List.of(
            new Channel("host_cpu_process", "CPU of this process", "cores"),
            new Channel("host_cpu_others", "CPU of everything else", "cores"),
            new Channel("host_rss", "resident memory", "B"),
            new Channel("host_heap", "heap in use", "B"),
            new Channel("host_gc", "garbage collection so far", "s"),
            new Channel("host_swap", "swapped so far", "pages"));

    private final HostReadings readings;
    private final Duration period;
    private double lastSeconds = Double.NaN;
    private long lastNanos;

    HostSampler(HostReadings readings, Duration period) {
        this.readings = readings;
        this.period = period;
        readings.machineLoad();
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public List<Channel> channels() {
        return CHANNELS;
    }

    @Override
    public void sample(double[] values) {
        long now = System.nanoTime();
        double seconds = readings.processSeconds();
        double process = (seconds - lastSeconds) / ((now - lastNanos) / 1e9);
        lastSeconds = seconds;
        lastNanos = now;
        values[PROCESS] = process;
        values[OTHERS] = Math.max(0, readings.machineLoad() * readings.processors() - process);
        values[RESIDENT] = readings.residentBytes();
        values[HEAP] = readings.heapBytes();
        values[COLLECTIONS] = readings.collectionSeconds();
        values[SWAPPED] = readings.swappedPages();
    }

    @Override
    public List<MetricValue> summarise(Samples samples) {
        double others = SampleStatistics.mean(samples, OTHERS);
        double swapped = SampleStatistics.growth(samples, SWAPPED);
        return List.of(
                value(
                        "host_cpu_process",
                        "CPU of this process",
                        Unit.COUNT,
                        "Processors that this process kept busy on average during the measured rounds.",
                        SampleStatistics.mean(samples, PROCESS),
                        samples,
                        null),
                value(
                        "host_cpu_others",
                        "CPU of everything else",
                        Unit.COUNT,
                        "Processors that everything but this process kept busy on average during the measured rounds: the"
                                + " load of the machine minus that of the process.",
                        others,
                        samples,
                        others > BUSY * readings.processors()
                                ? "the host was busy with something else: %.1f of %d cores"
                                        .formatted(others, readings.processors())
                                : null),
                value(
                        "host_rss",
                        "resident memory",
                        Unit.BYTES,
                        "Most memory that this process had in the machine's memory (VmRSS) during the measured rounds.",
                        SampleStatistics.max(samples, RESIDENT),
                        samples,
                        null),
                value(
                        "host_gc_time",
                        "garbage collection",
                        Unit.SECONDS,
                        "Time that the JVM's collectors say they took during the measured rounds.",
                        SampleStatistics.growth(samples, COLLECTIONS),
                        samples,
                        null),
                value(
                        "host_swapped_pages",
                        "swapped pages",
                        Unit.COUNT,
                        "Pages that the machine swapped in or out during the measured rounds.",
                        swapped,
                        samples,
                        swapped > 0 ? "the machine was swapping" : null));
    }

    private static MetricValue value(
            String id,
            String label,
            Unit unit,
            String definition,
            double value,
            Samples samples,
            @Nullable String note) {
        MetricDescriptor descriptor = new MetricDescriptor(id, label, unit, Direction.NEUTRAL, definition);
        return new MetricValue(descriptor, value, null, samples.size(), note);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
