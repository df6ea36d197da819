package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.sampling.Philox;
import dev.turbobench.engine.turbomind.sampling.Sampler;

/** Chooses and scores tokens, one row a part. */
final class HostSampling {

    private final WorkerPool pool;
    private final int vocabularySize;
    private final int[] lastTokens;
    private final Sampler[] samplers;
    private final WorkerPool.Task sample = this::sample;
    private final WorkerPool.Task score = this::score;
    private Batch batch;
    private int firstScore;
    private float[] logits = {};

    HostSampling(int vocabularySize, int slots, WorkerPool pool, Batch initial) {
        this.pool = pool;
        this.vocabularySize = vocabularySize;
        lastTokens = new int[slots];
        samplers = new Sampler[pool.size()];
        for (int i = 0; i < samplers.length; i++) {
            samplers[i] = new Sampler(vocabularySize);
        }
        batch = initial;
    }

    static long scratchBytes(int vocabularySize, int threads) {
        return (long) threads * vocabularySize * Integer.BYTES;
    }

    void begin(Batch batch) {
        this.batch = batch;
    }

    /** The token that was sampled last for a slot. */
    int lastToken(int slot) {
        return lastTokens[slot];
    }

    void sample(int count, float[] logits) {
        this.logits = logits;
        pool.run(sample, count);
    }

    void score(int first, int count, float[] logits) {
        this.firstScore = first;
        this.logits = logits;
        pool.run(score, count);
    }

    private void sample(int i, int worker) {
        int offset = i * vocabularySize;
        int token;
        if (batch.topK[i] == 1 || batch.temperature[i] == 0) {
            token = Sampler.greedy(logits, offset, vocabularySize);
        } else {
            double uniform = Philox.uniform(batch.seeds[i], batch.draws[i]);
            token = samplers[worker].draw(logits, offset, batch.topK[i], batch.topP[i], batch.temperature[i], uniform);
        }
        batch.sampledTokens[i] = token;
        lastTokens[batch.sampleSlots[i]] = token;
        if (batch.wantLogProbabilities[i]) {
            batch.sampledLogProbabilities[i] = logProbability(offset, token);
        }
    }

    private void score(int i, int worker) {
        int score = firstScore + i;
        batch.scoredLogProbabilities[score] = logProbability(i * vocabularySize, batch.scoreTargets[score]);
    }

    private float logProbability(int offset, int token) {
        return (float) (logits[offset + token] - Sampler.logSumExp(logits, offset, vocabularySize));
    }
}
