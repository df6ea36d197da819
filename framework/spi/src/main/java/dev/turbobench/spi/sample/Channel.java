package dev.turbobench.spi.sample;

/**
 * A quantity that a sampler reads.
 *
 * @param name stable name in files, for example {@code gpu0_sm_clock}
 * @param label short name for people, for example {@code SM clock}, with the device where there are several
 * @param unit the unit in words, for example {@code MHz}
 */
public record Channel(String name, String label, String unit) {}
