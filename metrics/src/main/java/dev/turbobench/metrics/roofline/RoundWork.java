package dev.turbobench.metrics.roofline;

import dev.turbobench.spi.engine.Roofline.Rates;
import dev.turbobench.spi.engine.Roofline.Work;
import dev.turbobench.spi.workload.CaseSpec;

/**
 * What a round of a case takes, and the shortest time for it on a device (roofline model: Williams, Waterman and
 * Patterson, CACM 52(4), 2009; applied to decoders as in Databricks, LLM Inference Performance Engineering: Best
 * Practices, 2023).
 *
 * <p>With {@code B} sequences, {@code S} prompt tokens, {@code D} completion tokens, bandwidth {@code BW} and compute rate
 * {@code F}:
 *
 * <pre>
 * t_prefill(B) = max(B * S * layer flops / F, layer weights / BW) + B * S * (S + 1) / 2 * pair flops / F
 *                + max(B * head flops / F, head weights / BW)
 * t_decode(B, c) = max((weights + B * (c + 1) * KV bytes) / BW,
 *                      (B * (layer flops + head flops) + B * c * pair flops) / F)
 * T = t_prefill(C) + sum of t_decode(C, S + i) for i = 1 .. D - 1
 * </pre>
 *
 * <p>The first token comes out of the prefill. Activations are left out: they stay in caches. If only {@code n < C}
 * sequences fit, it is the steady state of {@code n} that start one after the other: {@code n} requests take {@code
 * (D - 1) * t_decode(n, S + D / 2) + n * t_prefill(1)}.
 *
 * @param work what the model takes
 * @param spec the case
 * @param together how many sequences run at the same time, from 1 to the concurrency of the case
 */
record RoundWork(Work work, CaseSpec spec, int together) {

    /** The shortest time of the prefill of some sequences, in seconds. */
    double prefillSeconds(int sequences, Rates rates) {
        double tokens = (double) sequences * spec.promptTokens();
        double layers = Math.max(
                tokens * work.layerFlopsPerToken() / rates.flopsPerSecond(),
                work.layerWeightBytes() / rates.bytesPerSecond());
        double attention = prefillPairs(sequences) * work.attentionFlopsPerPair() / rates.flopsPerSecond();
        double head = Math.max(
                sequences * work.headFlopsPerToken() / rates.flopsPerSecond(),
                work.headWeightBytes() / rates.bytesPerSecond());
        return layers + attention + head;
    }

    /** The shortest time of a decode step of some sequences with so many tokens each, in seconds. */
    double decodeSeconds(int sequences, double context, Rates rates) {
        return Math.max(
                decodeBytes(sequences, context) / rates.bytesPerSecond(),
                decodeFlops(sequences, context) / rates.flopsPerSecond());
    }

    /** The shortest time of the round, in seconds. */
    double seconds(Rates rates) {
        int prompt = spec.promptTokens();
        int completion = spec.completionTokens();
        if (together < spec.concurrency()) {
            double decode = (completion - 1) * decodeSeconds(together, prompt + completion / 2.0, rates);
            double ofThose = decode + together * prefillSeconds(1, rates);
            return ofThose * spec.concurrency() / together;
        }
        double seconds = prefillSeconds(together, rates);
        for (int i = 1; i < completion; i++) {
            seconds += decodeSeconds(together, (double) prompt + i, rates);
        }
        return seconds;
    }

    /** Bytes that the mean decode step of the round moves; all requests must run together. */
    double meanDecodeBytes() {
        return decodeBytes(together, meanContext());
    }

    /** Operations of the prefill of all requests. */
    double prefillFlops() {
        int requests = spec.concurrency();
        return (double) requests * spec.promptTokens() * work.layerFlopsPerToken()
                + prefillPairs(requests) * work.attentionFlopsPerPair()
                + requests * work.headFlopsPerToken();
    }

    /** Operations of the whole round. */
    double flops() {
        return prefillFlops() + (spec.completionTokens() - 1) * decodeFlops(spec.concurrency(), meanContext());
    }

    /** Mean of {@code S + i} over the decode steps {@code i = 1 .. D - 1}. */
    private double meanContext() {
        return spec.promptTokens() + spec.completionTokens() / 2.0;
    }

    private double decodeBytes(int sequences, double context) {
        return work.weightBytes() + sequences * (context + 1) * work.kvBytesPerToken();
    }

    private double decodeFlops(int sequences, double context) {
        return sequences
                * (work.layerFlopsPerToken() + work.headFlopsPerToken() + context * work.attentionFlopsPerPair());
    }

    private double prefillPairs(int sequences) {
        return sequences * (double) spec.promptTokens() * (spec.promptTokens() + 1) / 2;
    }
}
