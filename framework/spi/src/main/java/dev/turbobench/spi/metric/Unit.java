package dev.turbobench.spi.metric;

/** Unit of a metric value. Values are stored in the base unit; reporters scale them. */
public enum Unit {
    /** Time. */
    SECONDS("s"),
    /** Throughput in tokens. */
    TOKENS_PER_SECOND("tok/s"),
    /** Throughput in requests. */
    REQUESTS_PER_SECOND("req/s"),
    /** Memory or data. */
    BYTES("B"),
    /** Bandwidth. */
    BYTES_PER_SECOND("B/s"),
    /** Arithmetic throughput. */
    FLOPS_PER_SECOND("FLOP/s"),
    /** A number of tokens. */
    TOKENS("tokens"),
    /** A number of sequences. */
    SEQUENCES("sequences"),
    /** A quotient without a unit; 1 is the whole. */
    RATIO("ratio"),
    /** A number of anything else. */
    COUNT("count"),
    /** Power. */
    WATTS("W"),
    /** Energy. */
    JOULES("J"),
    /** Clock frequency. */
    HERTZ("Hz"),
    /** Temperature. */
    CELSIUS("°C");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /**
     * Get the symbol of the unit.
     *
     * @return the symbol; never {@code null}
     */
    public String symbol() {
        return symbol;
    }
}
