package dev.turbobench.metrics.telemetry;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Sampler;
import dev.turbobench.spi.sample.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Power, clocks, temperature, utilisation and memory of the GPUs that the engine uses. */
final class GpuSampler implements Sampler {

    /** Below this the energy counter, which moves every 20 to 100 ms, says too little. */
    private static final double SHORTEST_ENERGY_SECONDS = 1;

    /** Clock spread of the measured rounds from which readers are told. */
    private static final double CLOCK_SPREAD = 0.05;

    private enum Quantity {
        POWER("power", "power", "W", GpuReadings::watts),
        ENERGY("energy", "energy so far", "J", GpuReadings::joules),
        CORE_CLOCK("sm_clock", "SM clock", "Hz", GpuReadings::coreHertz),
        MEMORY_CLOCK("memory_clock", "memory clock", "Hz", GpuReadings::memoryHertz),
        TEMPERATURE("temperature", "temperature", "°C", GpuReadings::celsius),
        UTILISATION("utilisation", "utilisation", "ratio", GpuReadings::utilisation),
        MEMORY("memory", "memory in use", "B", GpuReadings::memoryBytes),
        THROTTLE("throttle", "throttle reasons", "bits", GpuReadings::throttleReasons);

        private final String id;
        private final String label;
        private final String unit;
        private final ToDoubleFunction<GpuReadings> reading;

        Quantity(String id, String label, String unit, ToDoubleFunction<GpuReadings> reading) {
            this.id = id;
            this.label = label;
            this.unit = unit;
            this.reading = reading;
        }
    }

    private static final List<Quantity> QUANTITIES = List.of(Quantity.values());

    private final List<GpuReadings> gpus;
    private final Duration period;
    private final Runnable onClose;
    private boolean closed;

    GpuSampler(List<GpuReadings> gpus, Duration period, Runnable onClose) {
        this.gpus = List.copyOf(gpus);
        this.period = period;
        this.onClose = onClose;
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            String suffix = gpus.size() == 1 ? "" : " of GPU " + gpu;
            for (Quantity quantity : QUANTITIES) {
                channels.add(new Channel(
                        "gpu%d_%s".formatted(gpu, quantity.id), "GPU " + quantity.label + suffix, quantity.unit));
            }
        }
        return channels;
    }

    @Override
    public void sample(double[] values) {
        int index = 0;
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            for (Quantity quantity : QUANTITIES) {
                values[index++] = quantity.reading.applyAsDouble(gpus.get(gpu));
            }
        }
    }

    private static int channel(int gpu, Quantity quantity) {
        return gpu * QUANTITIES.size() + QUANTITIES.indexOf(quantity);
    }

    @Override
    public List<MetricValue> summarise(Samples samples) {
        double watts = 0;
        double joules = 0;
        double hottest = Double.NEGATIVE_INFINITY;
        double utilisation = 0;
        double memory = 0;
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            watts += SampleStatistics.mean(samples, channel(gpu, Quantity.POWER));
            joules += SampleStatistics.growth(samples, channel(gpu, Quantity.ENERGY));
            hottest = Math.max(hottest, SampleStatistics.max(samples, channel(gpu, Quantity.TEMPERATURE)));
            utilisation += SampleStatistics.mean(samples, channel(gpu, Quantity.UTILISATION)) / gpus.size();
            memory += SampleStatistics.max(samples, channel(gpu, Quantity.MEMORY));
        }
        List<MetricValue> values = new ArrayList<>();
        values.add(value(
                "gpu_power", "GPU power", Unit.WATTS, "Mean power of all GPUs in use, summed.", watts, samples, null));
        values.add(energy(joules, samples));
        values.addAll(clocks(samples));
        values.add(value(
                "gpu_temperature",
                "GPU temperature",
                Unit.CELSIUS,
                "Highest temperature of a GPU in use during the measured rounds.",
                hottest,
                samples,
                null));
        values.add(value(
                "gpu_utilisation",
                "GPU utilisation",
                Unit.RATIO,
                "Share of the time in which a kernel ran, as NVML says, mean over the GPUs in use.",
                utilisation,
                samples,
                null));
        values.add(value(
                "gpu_memory_peak",
                "GPU memory in use",
                Unit.BYTES,
                "Most memory taken on the GPUs in use, by whomever, summed over the GPUs.",
                memory,
                samples,
                null));
        values.add(throttling(samples));
        return values;
    }

    private static MetricValue energy(double joules, Samples samples) {
        MetricDescriptor descriptor = new MetricDescriptor(
                "energy_per_token",
                "energy per token",
                Unit.JOULES,
                Direction.LOWER_IS_BETTER,
                "What the energy counters of all GPUs in use grew by from just before the first measured round to just after"
                        + " the last, divided by the generated tokens.");
        double seconds = SampleStatistics.seconds(samples);
        if (seconds < SHORTEST_ENERGY_SECONDS) {
            String note = "n/a (measured for %.2f s < %.0f s, too short for the energy counter)"
                    .formatted(seconds, SHORTEST_ENERGY_SECONDS);
            return MetricValue.notAvailable(descriptor, samples.size(), note);
        }
        return MetricValue.of(descriptor, joules / samples.completionTokens(), samples.size());
    }

    private List<MetricValue> clocks(Samples samples) {
        double mean = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double spread = 0;
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            int channel = channel(gpu, Quantity.CORE_CLOCK);
            double max = SampleStatistics.max(samples, channel);
            double min = SampleStatistics.min(samples, channel);
            mean += SampleStatistics.mean(samples, channel) / gpus.size();
            lowest = Math.min(lowest, min);
            spread = Math.max(spread, (max - min) / max);
        }
        String note = spread > CLOCK_SPREAD ? "the SM clock moved by %.0f%%".formatted(100 * spread) : null;
        return List.of(
                value(
                        "gpu_sm_clock",
                        "SM clock",
                        Unit.HERTZ,
                        "Mean clock of the multiprocessors over the GPUs in use during the measured rounds.",
                        mean,
                        samples,
                        note),
                value(
                        "gpu_sm_clock_min",
                        "lowest SM clock",
                        Unit.HERTZ,
                        "Lowest clock of the multiprocessors of a GPU in use that was seen during the measured rounds.",
                        lowest,
                        samples,
                        null));
    }

    private MetricValue throttling(Samples samples) {
        double most = 0;
        long seen = 0;
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            int channel = channel(gpu, Quantity.THROTTLE);
            most = Math.max(most, SampleStatistics.mean(samples, channel, bits -> ThrottleReason.any(bits) ? 1 : 0));
            for (int i = 0; i < samples.size(); i++) {
                double bits = samples.value(i, channel);
                seen |= Double.isNaN(bits) ? 0 : (long) bits;
            }
        }
        List<String> reasons = ThrottleReason.labels((double) seen);
        return value(
                "gpu_throttled",
                "throttled",
                Unit.RATIO,
                "Share of the samples in which a GPU lowered its clocks because of heat or power, largest of all GPUs in use.",
                most,
                samples,
                reasons.isEmpty() ? null : "clocks were lowered: " + String.join(", ", reasons));
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
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
