package dev.turbobench.metrics.telemetry;

/** What a GPU says about itself; NaN where it says nothing. */
interface GpuReadings {

    /** Power that the board takes, in W. */
    double watts();

    /** Energy that the board has taken since the driver was loaded, in J. */
    double joules();

    /** Clock of the multiprocessors, in Hz. */
    double coreHertz();

    /** Clock of the memory, in Hz. */
    double memoryHertz();

    /** Temperature of the chip, in degrees Celsius. */
    double celsius();

    /** Share of the last sampling period of the driver in which a kernel ran, from 0 to 1. */
    double utilisation();

    /** Bytes of memory that are taken, by whomever. */
    double memoryBytes();

    /** Why the clocks are not higher: the bits of {@code nvmlClocksThrottleReasons}. */
    double throttleReasons();
}
