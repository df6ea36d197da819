package dev.turbobench.core.run;

import dev.turbobench.spi.engine.MemoryUsage;
import java.util.List;

/** Keeps the largest memory usage that was seen. */
final class MemoryPeak {

    private MemoryUsage largest = new MemoryUsage(List.of());
    private long bytes = -1;

    void add(MemoryUsage usage) {
        long total = usage.ranks().stream().mapToLong(MemoryUsage.Rank::total).sum();
        if (total > bytes) {
            largest = usage;
            bytes = total;
        }
    }

    MemoryUsage usage() {
        return largest;
    }

    /** Sum over all ranks; negative if nothing was seen. */
    long bytes() {
        return bytes;
    }
}
