package dev.turbobench.spi.metric;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Optional;

/** What was recorded of the measured rounds of a case; warm-up is not in it. */
public interface CaseRecord {

    /**
     * Get the case.
     *
     * @return the case; never {@code null}
     */
    CaseSpec spec();

    /**
     * Get the number of ranks that the engine ran on.
     *
     * @return at least 1
     */
    int tensorParallelSize();

    /**
     * Get the limits of the engine.
     *
     * @return the limits; never {@code null}
     */
    EngineLimits limits();

    /**
     * Get the memory of the engine right after the end of a round: of the round in which it used most.
     *
     * @return the memory; never {@code null}
     */
    MemoryUsage memory();

    /**
     * Get how much memory the devices used at most beyond what they used before the engine was created.
     *
     * <p>Where no sampler watches the devices, this is the largest sum over all ranks of what the engine itself reported
     * after a round.
     *
     * @return bytes over all ranks; negative if it could not be observed
     */
    long peakDeviceBytes();

    /**
     * Get the wall time of all rounds as the legacy method measured it: from before the workers were released to after the
     * last one had seen the end of its last request.
     *
     * <p>It contains waking the workers, prefill, and the time in which only some requests were still running. Where all
     * workers start each round together, the time between rounds, when no request is running and the runner does its
     * bookkeeping, is not contained; where they do not, there is no such time.
     *
     * @return nanoseconds
     */
    long wallNanos();

    /**
     * Get how long it took to create the engine.
     *
     * @return the times; {@link LoadTime#NONE} if they were not measured
     */
    default LoadTime loadTime() {
        return LoadTime.NONE;
    }

    /**
     * Get what bounds the speed of the engine.
     *
     * @return the bounds; empty if the engine does not tell them
     */
    default Optional<Roofline> roofline() {
        return Optional.empty();
    }

    /**
     * Get the number of measured rounds.
     *
     * @return at least 1
     */
    int rounds();

    /**
     * Get a round.
     *
     * @param index from 0
     * @return the events of the round; never {@code null}
     */
    RoundRecord round(int index);
}
