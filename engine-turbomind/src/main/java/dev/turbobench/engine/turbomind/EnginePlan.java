package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.error.BenchmarkException;

/**
 * Sizes of an engine.
 *
 * @param capacity sizes of buffers
 * @param prefillTokens most prompt tokens in a step
 * @param longestTokens longest sequence of the run, in tokens
 * @param neededBlocks KV blocks that the largest load of the run takes when it runs together
 */
record EnginePlan(Capacity capacity, int prefillTokens, int longestTokens, int neededBlocks) {

    static EnginePlan of(TurbomindOptions options, Demand demand, ModelConfig config, int defaultPrefillTokens) {
        int wanted = demand.sequenceTokens() > 0 ? demand.sequenceTokens() : config.maxPositions();
        int sessionTokens = options.sessionTokens().orElse(wanted);
        int prefillTokens = options.prefillTokens().orElse(defaultPrefillTokens);
        int maxRows = Math.max(prefillTokens, options.maxBatchSize());
        Capacity capacity = new Capacity(options.maxBatchSize(), maxRows, sessionTokens, options.blockTokens());
        int sequences = Math.max(1, Math.min(options.maxBatchSize(), demand.concurrency()));
        int longest = Math.min(wanted, sessionTokens);
        int sequenceBlocks = Math.max(1, capacity.blocks(longest - 1));
        return new EnginePlan(capacity, prefillTokens, longest, Math.multiplyExact(sequences, sequenceBlocks));
    }

    /** Number of blocks of the KV cache, now that everything else is on the device. */
    int cacheBlocks(CacheSize size, RankGroup ranks) {
        if (size.isCount()) {
            return (int) size.amount();
        }
        long free = ranks.freeMemory();
        long share = (long) ((size.ofAllMemory() ? ranks.totalMemory() : free) * size.amount());
        if (size.exact() && share > free) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY,
                    "the KV cache is to take %.0f%% of all memory, which is %,d bytes, but only %,d are free; lower cache_max_entry_count"
                            .formatted(size.amount() * 100, share, free));
        }
        long blocks = Math.min(share, free) / ranks.bytesPerBlock();
        if (!size.exact()) {
            blocks = Math.min(blocks, neededBlocks);
        }
        if (blocks < 1) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY,
                    ("the KV cache needs at least one block of %,d bytes, but of %,d free bytes it may take %,d; set"
                                    + " cache_max_entry_count or cache_block_seq_len, or free memory")
                            .formatted(ranks.bytesPerBlock(), free, Math.min(share, free)));
        }
        return (int) Math.min(blocks, Integer.MAX_VALUE / capacity.blockTokens());
    }

    /** What to tell about sequences that are longer than the model was made for; empty if nothing. */
    String positionNote(ModelConfig config) {
        boolean stretches = config.ropeScaling() instanceof RopeScaling.DynamicNtk;
        if (stretches || longestTokens <= config.maxPositions()) {
            return "";
        }
        return "sequences of up to %d tokens exceed the %d positions of the model: speed is unaffected, tokens beyond are not what it was trained for"
                .formatted(longestTokens, config.maxPositions());
    }
}
