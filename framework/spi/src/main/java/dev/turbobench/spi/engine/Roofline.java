package dev.turbobench.spi.engine;

/**
 * What bounds the speed of an engine: what its model makes a device read and compute, and how fast the device can do that.
 *
 * <p>Everything is for one rank, the one with most to do; all ranks work at the same time.
 *
 * @param work what the model takes
 * @param datasheet what the maker of the device states, for dense arithmetic in the data type of the engine
 * @param measured what the engine reached on the device with a probe, in this process
 */
public record Roofline(Work work, Rates datasheet, Rates measured) {

    /**
     * What a dense decoder reads and computes.
     *
     * <p>A decode step of {@code B} sequences with {@code c} tokens each reads all weights once and {@code B * c} tokens
     * of KV, and writes {@code B} more. It computes {@code B} times the layers and the output head and {@code B * c}
     * pairs of attention. A prefill of {@code S} tokens computes the layers for each token, the output head once, and
     * {@code S * (S + 1) / 2} pairs.
     *
     * @param layerWeightBytes weights of all layers, norms included, in the format in which they are read
     * @param headWeightBytes weights of the output head; the embedding is a look-up of few rows and counts nothing
     * @param kvBytesPerToken keys and values of one token, all layers together
     * @param layerFlopsPerToken 2 for each weight of a matrix product of a layer
     * @param headFlopsPerToken 2 for each weight of the output head
     * @param attentionFlopsPerPair scores and weighted sum of one query with one key in all heads and layers: 4 times
     *     the width of all query heads times the layers
     */
    public record Work(
            double layerWeightBytes,
            double headWeightBytes,
            double kvBytesPerToken,
            double layerFlopsPerToken,
            double headFlopsPerToken,
            double attentionFlopsPerPair) {

        /**
         * Get what every decode step reads, whatever its batch.
         *
         * @return bytes
         */
        public double weightBytes() {
            return layerWeightBytes + headWeightBytes;
        }
    }

    /**
     * How fast a device is.
     *
     * @param bytesPerSecond memory that it reads; NaN if unknown
     * @param flopsPerSecond what it computes in matrix products, an addition and a multiplication counted as 2; NaN if
     *     unknown
     * @param source where the rates come from, or why they are unknown; one line
     */
    public record Rates(double bytesPerSecond, double flopsPerSecond, String source) {

        /**
         * There are no rates.
         *
         * @param reason why not; never {@code null}
         * @return rates that are NaN; never {@code null}
         */
        public static Rates unknown(String reason) {
            return new Rates(Double.NaN, Double.NaN, reason);
        }

        /**
         * Tell whether both rates are known.
         *
         * @return false if one is NaN
         */
        public boolean isKnown() {
            return !Double.isNaN(bytesPerSecond) && !Double.isNaN(flopsPerSecond);
        }
    }
}
