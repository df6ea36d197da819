package dev.turbobench.spi.report;

import java.util.List;

/**
 * A round of a case.
 *
 * @param startNanos when it started, from the start of the case
 * @param elapsedNanos from its start to the end of its last request
 * @param completionTokens how many tokens were generated in it
 * @param timeline what the engine worked on, at most a few hundred points in order; empty if it does not report steps
 */
public record RoundDetail(long startNanos, long elapsedNanos, long completionTokens, List<Point> timeline) {

    public RoundDetail {
        timeline = List.copyOf(timeline);
    }

    /**
     * What the engine worked on during some steps that follow one another.
     *
     * @param nanos when the last of them ended, from the start of the case
     * @param prefillTokens prompt tokens computed in them
     * @param decodeSequences sequences that generated in the last of them
     * @param waiting requests that waited in the last of them
     * @param kvBlocks KV blocks in use in the last of them
     * @param longestStepNanos the longest of them
     */
    public record Point(
            long nanos, long prefillTokens, int decodeSequences, int waiting, int kvBlocks, long longestStepNanos) {}
}
