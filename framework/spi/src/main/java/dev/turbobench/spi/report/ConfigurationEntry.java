package dev.turbobench.spi.report;

import dev.turbobench.spi.option.OptionSource;

/**
 * One setting of the run.
 *
 * @param key full name, for example {@code engine.turbomind.cache_block_seq_len}
 * @param value the effective value; secrets are replaced by {@code ***}
 * @param source where it came from
 * @param description one sentence
 */
public record ConfigurationEntry(String key, String value, OptionSource source, String description) {}
