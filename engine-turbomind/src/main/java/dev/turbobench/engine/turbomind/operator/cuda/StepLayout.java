package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.nio.ByteBuffer;

/** Where each array of a batch lies: first what goes to the device, then what comes back, then what stays there. */
final class StepLayout {

    private static final int ALIGNMENT = 16;

    final int topP;
    final int temperature;
    final int seeds;
    final int draws;
    final int tokens;
    final int positions;
    final int rowSequences;
    final int rowStarts;
    final int slots;
    final int contextLengths;
    final int promptLengths;
    final int sampleRows;
    final int sampleSlots;
    final int topK;
    final int wanted;
    final int scoreRows;
    final int scoreTargets;
    final int blockTables;
    final int inputBytes;
    final int sampledTokens;
    final int sampledLogProbabilities;
    final int scoredLogProbabilities;
    final int outputBytes;
    final int lastTokens;

    private int end;

    StepLayout(Capacity capacity) {
        int rows = capacity.maxRows();
        int sequences = capacity.maxSequences();
        topP = take(sequences, Double.BYTES);
        temperature = take(sequences, Double.BYTES);
        seeds = take(sequences, Long.BYTES);
        draws = take(sequences, Long.BYTES);
        tokens = take(rows, Integer.BYTES);
        positions = take(rows, Integer.BYTES);
        rowSequences = take(rows, Integer.BYTES);
        rowStarts = take(sequences + 1, Integer.BYTES);
        slots = take(sequences, Integer.BYTES);
        contextLengths = take(sequences, Integer.BYTES);
        promptLengths = take(sequences, Integer.BYTES);
        sampleRows = take(sequences, Integer.BYTES);
        sampleSlots = take(sequences, Integer.BYTES);
        topK = take(sequences, Integer.BYTES);
        wanted = take(sequences, Integer.BYTES);
        scoreRows = take(rows, Integer.BYTES);
        scoreTargets = take(rows, Integer.BYTES);
        blockTables = take(sequences * capacity.maxBlocksPerSequence(), Integer.BYTES);
        inputBytes = end;
        sampledTokens = take(sequences, Integer.BYTES);
        sampledLogProbabilities = take(sequences, Float.BYTES);
        scoredLogProbabilities = take(rows, Float.BYTES);
        outputBytes = end - inputBytes;
        lastTokens = take(sequences, Integer.BYTES);
    }

    private int take(int count, int bytes) {
        int start = end;
        end = Math.addExact(start, (Math.multiplyExact(count, bytes) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        return start;
    }

    int totalBytes() {
        return end;
    }

    /** Write the valid part of a batch. */
    void write(Batch batch, ByteBuffer target, int blocksPerSlot) {
        int rows = batch.rows();
        int sequences = batch.sequences();
        int samples = batch.samples();
        int scores = batch.scores();
        write(target, tokens, batch.tokens, rows);
        write(target, positions, batch.positions, rows);
        write(target, rowSequences, batch.rowSequences, rows);
        write(target, rowStarts, batch.rowStarts, sequences + 1);
        write(target, slots, batch.slots, sequences);
        write(target, contextLengths, batch.contextLengths, sequences);
        write(target, promptLengths, batch.promptLengths, sequences);
        write(target, sampleRows, batch.sampleRows, samples);
        write(target, sampleSlots, batch.sampleSlots, samples);
        write(target, topK, batch.topK, samples);
        write(target, scoreRows, batch.scoreRows, scores);
        write(target, scoreTargets, batch.scoreTargets, scores);
        for (int i = 0; i < samples; i++) {
            target.putInt(wanted + i * Integer.BYTES, batch.wantLogProbabilities[i] ? 1 : 0);
            target.putDouble(topP + i * Double.BYTES, batch.topP[i]);
            target.putDouble(temperature + i * Double.BYTES, batch.temperature[i]);
            target.putLong(seeds + i * Long.BYTES, batch.seeds[i]);
            target.putLong(draws + i * Long.BYTES, batch.draws[i]);
        }
        for (int s = 0; s < sequences; s++) {
            int first = batch.slots[s] * blocksPerSlot;
            for (int b = first; b < first + blocksPerSlot; b++) {
                target.putInt(blockTables + b * Integer.BYTES, batch.blockTables[b]);
            }
        }
    }

    private static void write(ByteBuffer target, int offset, int[] values, int count) {
        for (int i = 0; i < count; i++) {
            target.putInt(offset + i * Integer.BYTES, values[i]);
        }
    }

    /** Read the results of a batch. */
    void read(ByteBuffer source, Batch batch) {
        for (int i = 0; i < batch.samples(); i++) {
            batch.sampledTokens[i] = source.getInt(sampledTokens - inputBytes + i * Integer.BYTES);
            if (batch.wantLogProbabilities[i]) {
                batch.sampledLogProbabilities[i] =
                        source.getFloat(sampledLogProbabilities - inputBytes + i * Float.BYTES);
            }
        }
        for (int i = 0; i < batch.scores(); i++) {
            batch.scoredLogProbabilities[i] = source.getFloat(scoredLogProbabilities - inputBytes + i * Float.BYTES);
        }
    }
}
