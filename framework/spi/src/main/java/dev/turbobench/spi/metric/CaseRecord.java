package dev.turbobench.spi.metric;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.workload.CaseSpec;

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
     * Get the memory of the engine at the end of the last round, before its requests were released.
     *
     * @return the memory; never {@code null}
     */
    MemoryUsage memory();

    /**
     * Get how much memory the devices used at most beyond what they used before the engine was created.
     *
     * @return bytes over all ranks; negative if it could not be observed
     */
    long peakDeviceBytes();

    /**
     * Get the wall time of all rounds as the legacy method measured it: from before the first worker was started to after
     * the last one ended.
     *
     * @return nanoseconds
     */
    long wallNanos();

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
