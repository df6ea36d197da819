package dev.turbobench.spi.metric;

/** Unit of a metric value. Values are stored in the base unit; reporters scale them. */
public enum Unit {
    SECONDS("s"),
    TOKENS_PER_SECOND("tok/s"),
    REQUESTS_PER_SECOND("req/s"),
    BYTES("B"),
    BYTES_PER_SECOND("B/s"),
    FLOPS_PER_SECOND("FLOP/s"),
    TOKENS("tokens"),
    SEQUENCES("sequences"),
    RATIO("ratio"),
    COUNT("count"),
    WATTS("W"),
    JOULES("J"),
    HERTZ("Hz"),
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
