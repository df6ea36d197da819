package dev.turbobench.core.run;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import org.HdrHistogram.Histogram;

/**
 * How far the times that the tool records are from the true ones, found with an engine whose times are known.
 *
 * @param requests number of first tokens that were compared
 * @param gaps number of gaps between tokens that were compared
 * @param firstTokenMedian median of the error of the time to first token, in nanoseconds
 * @param firstTokenP99 its 99th percentile
 * @param gapDeviation root of the mean squared error of the gaps
 * @param gapP99 99th percentile of the error of the gaps, whatever its sign
 */
record ToolError(
        long requests, long gaps, double firstTokenMedian, double firstTokenP99, double gapDeviation, double gapP99) {

    private static final int DIGITS = 3;

    /**
     * Compare what was recorded with the truth.
     *
     * @param firstTokenNanos the true time to first token
     * @param gapNanos the true time between emissions
     */
    static ToolError of(CaseRecord record, long firstTokenNanos, long gapNanos) {
        Histogram firstTokens = new Histogram(DIGITS);
        Histogram gaps = new Histogram(DIGITS);
        double squares = 0;
        for (int r = 0; r < record.rounds(); r++) {
            RoundRecord round = record.round(r);
            for (int request = 0; request < round.requests(); request++) {
                long last = round.emissionNanos(request, 0);
                firstTokens.recordValue(Math.abs(last - round.submitNanos(request) - firstTokenNanos));
                for (int emission = 1; emission < round.emissions(request); emission++) {
                    long now = round.emissionNanos(request, emission);
                    long error = Math.abs(now - last - gapNanos);
                    gaps.recordValue(error);
                    squares += (double) error * error;
                    last = now;
                }
            }
        }
        return new ToolError(
                firstTokens.getTotalCount(),
                gaps.getTotalCount(),
                firstTokens.getValueAtPercentile(50),
                firstTokens.getValueAtPercentile(99),
                Math.sqrt(squares / Math.max(1, gaps.getTotalCount())),
                gaps.getValueAtPercentile(99));
    }
}
