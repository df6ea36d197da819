package dev.turbobench.engine.turbomind.schedule;

import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import org.jspecify.annotations.Nullable;

/** A planned step: the batch for the device and whose rows they are. Reused. */
public final class Step {

    private final Batch batch;
    private final @Nullable Sequence[] sequences;

    /** [sequences] index of its sample, -1 if none. */
    private final int[] samples;

    /** [sequences + 1] index of its first score. */
    private final int[] scoreStarts;

    /** [sequences] prompt position of its first score. */
    private final int[] scorePositions;

    private int prefillSequences;
    private int prefillTokens;
    private int decodeSequences;
    private long startNanos;

    Step(Capacity capacity, int[] blockTables) {
        batch = new Batch(capacity, blockTables);
        sequences = new Sequence[capacity.maxSequences()];
        samples = new int[capacity.maxSequences()];
        scoreStarts = new int[capacity.maxSequences() + 1];
        scorePositions = new int[capacity.maxSequences()];
    }

    /** What the device computes. */
    public Batch batch() {
        return batch;
    }

    /** Number of sequences. */
    public int size() {
        return batch.sequences();
    }

    /** A sequence of the step. */
    public Sequence sequence(int index) {
        Sequence sequence = sequences[index];
        if (sequence == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return sequence;
    }

    /** Index of the sample that a sequence gets, -1 if none. */
    public int sample(int index) {
        return samples[index];
    }

    /** Index of a sequence's first score. */
    public int firstScore(int index) {
        return scoreStarts[index];
    }

    /** Number of a sequence's scores. */
    public int scoreCount(int index) {
        return scoreStarts[index + 1] - scoreStarts[index];
    }

    /** Position in the prompt of the token that a sequence's first score is for. */
    public int scorePosition(int index) {
        return scorePositions[index];
    }

    /** How many sequences have prompt tokens in the step. */
    public int prefillSequences() {
        return prefillSequences;
    }

    /** How many prompt tokens the step computes. */
    public int prefillTokens() {
        return prefillTokens;
    }

    /** How many sequences go on from a generated token. */
    public int decodeSequences() {
        return decodeSequences;
    }

    /** When the step was started. */
    public long startNanos() {
        return startNanos;
    }

    /** Note when the step was started. */
    public void started(long nanos) {
        startNanos = nanos;
    }

    void clear() {
        for (int i = 0; i < batch.sequences(); i++) {
            sequences[i] = null;
        }
        batch.clear();
        prefillSequences = 0;
        prefillTokens = 0;
        decodeSequences = 0;
    }

    /** Add the next {@code rows} rows of a sequence. */
    void add(Sequence sequence, int rows) {
        int index = batch.addSequence(sequence.slot(), sequence.promptLength());
        int first = sequence.computed();
        sequences[index] = sequence;
        scoreStarts[index] = batch.scores();
        scorePositions[index] = -1;
        int row = -1;
        for (int position = first; position < first + rows; position++) {
            row = batch.addRow(sequence.token(position), position);
            if (sequence.wantsScore(position)) {
                if (scorePositions[index] < 0) {
                    scorePositions[index] = position + 1;
                }
                batch.addScore(row, sequence.token(position + 1));
            }
        }
        scoreStarts[index + 1] = batch.scores();
        if (sequence.isDecoding()) {
            decodeSequences++;
        } else {
            prefillSequences++;
            prefillTokens += rows;
        }
        boolean samples = sequence.samplesAfter(first + rows - 1);
        this.samples[index] = samples ? sample(sequence, row, first + rows) : -1;
        sequence.plan(rows, samples);
    }

    private int sample(Sequence sequence, int row, int position) {
        int sample = batch.addSample(row);
        var request = sequence.request();
        batch.topK[sample] =
                request.sampling().isGreedy() ? 1 : request.sampling().topK();
        batch.topP[sample] = request.sampling().topP();
        batch.temperature[sample] = request.sampling().temperature();
        batch.seeds[sample] = request.seed();
        batch.draws[sample] = (long) position - sequence.promptLength();
        batch.wantLogProbabilities[sample] = request.logProbabilities();
        return sample;
    }
}
