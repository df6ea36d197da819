package dev.turbobench.metrics.legacy;

import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The procedure of the legacy script step by step, on nanoseconds and without {@code round(t, 3)}. */
final class LegacyTranscription {

    private final List<long[]> rows = new ArrayList<>();
    private final CaseRecord record;

    LegacyTranscription(CaseRecord record) {
        this.record = record;
        for (int w = 0; w < record.spec().concurrency(); w++) {
            for (int r = 0; r < record.rounds(); r++) {
                rows.add(tokenLatencies(record.round(r), w));
            }
        }
    }

    private long[] tokenLatencies(RoundRecord round, int worker) {
        long[] latencies = new long[record.spec().completionTokens()];
        long previous = round.submitNanos(worker);
        int tokensBefore = 0;
        int tokens = 0;
        for (int event = 0; event < round.emissions(worker); event++) {
            tokens += round.emissionTokens(worker, event);
            long now = round.emissionNanos(worker, event);
            if (tokens != tokensBefore) {
                latencies[tokensBefore] = now - previous;
                tokensBefore = tokens;
            }
            previous = now;
        }
        return latencies;
    }

    double throughputOut() {
        return rows.size() * (double) record.spec().completionTokens() / (record.wallNanos() / 1e9);
    }

    double throughputTotal() {
        int length = record.spec().promptTokens() + record.spec().completionTokens();
        return rows.size() * (double) length / (record.wallNanos() / 1e9);
    }

    double firstTokenMean() {
        return rows.stream().mapToDouble(row -> row[0]).average().orElseThrow() / 1e9;
    }

    double firstTokenMin() {
        return rows.stream().mapToDouble(row -> row[0]).min().orElseThrow() / 1e9;
    }

    double firstTokenMax() {
        return rows.stream().mapToDouble(row -> row[0]).max().orElseThrow() / 1e9;
    }

    double percentile(double p) {
        List<Long> pool = new ArrayList<>();
        for (long[] row : rows) {
            for (int token = 1; token < row.length; token++) {
                pool.add(row[token]);
            }
        }
        Collections.sort(pool);
        return pool.get((int) Math.floor(p * pool.size())) / 1e9;
    }
}
