package dev.turbobench.spi.engine;

import java.util.List;

/**
 * Memory that an engine uses, split by purpose.
 *
 * @param ranks one entry for each rank, in order
 */
public record MemoryUsage(List<Rank> ranks) {

    public MemoryUsage {
        ranks = List.copyOf(ranks);
    }

    /**
     * Memory of one rank, all in bytes.
     *
     * @param device name of its device
     * @param weights model weights
     * @param kvReserved the KV cache, used or not
     * @param kvLive the part of {@code kvReserved} that holds tokens now
     * @param workspace activations and scratch
     * @param overhead what the driver, compiled kernels and graphs take
     */
    public record Rank(String device, long weights, long kvReserved, long kvLive, long workspace, long overhead) {

        /**
         * Get what the rank holds on its device.
         *
         * @return bytes; {@code kvLive} is contained in {@code kvReserved}
         */
        public long total() {
            return weights + kvReserved + workspace + overhead;
        }
    }

    /**
     * Get the largest total of a rank.
     *
     * @return bytes; 0 if there is no rank
     */
    public long largestRank() {
        return ranks.stream().mapToLong(Rank::total).max().orElse(0);
    }
}
