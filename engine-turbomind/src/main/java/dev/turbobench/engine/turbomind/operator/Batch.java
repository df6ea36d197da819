package dev.turbobench.engine.turbomind.operator;

/**
 * What one step computes: a list of rows, one for each token, grouped by sequence. Filled by the scheduler, read by a
 * backend, reused step after step; only the leading entries that the counts name are valid.
 *
 * <p>Sequences that have a single row come first, then those with a piece of their prompt. Row {@code r} of sequence
 * {@code s}, that is {@code rowStarts[s] <= r < rowStarts[s + 1]}, writes its key and value at {@code positions[r]} and
 * attends to positions 0 to {@code positions[r]}; the rows of a sequence have consecutive positions and the last one is
 * at {@code contextLengths[s] - 1}. Position {@code p} of slot {@code t} is in block {@code blockTables[t *
 * maxBlocksPerSequence + p / blockTokens]}.
 *
 * <p>Random numbers: draw {@code d} of a request is the first word of Philox-4x32-10 (Salmon et al., SC 2011) with the
 * counter {@code (low word of d, high word of d, 0, 0)} and the key {@code (low word, high word)} of its seed, times
 * 2^-32. {@code d} counts the generated tokens of the request from 0. So a request's tokens depend neither on the batch nor
 * on how often it was computed again.
 */
public final class Batch {

    /** [rows] token id, or -1 for the token that the previous step sampled for the slot of the row. */
    public final int[] tokens;

    /** [rows] position in its sequence. */
    public final int[] positions;

    /** [rows] index of its sequence in this batch. */
    public final int[] rowSequences;

    /** [sequences + 1] index of the first row of each sequence, then the number of rows. */
    public final int[] rowStarts;

    /** [sequences] the persistent place of the sequence, from 0 to the most sequences minus 1. */
    public final int[] slots;

    /** [sequences] tokens in the cache after this step. */
    public final int[] contextLengths;

    /** [sequences] length of the prompt; rotary scaling that depends on the length of the sequence uses it. */
    public final int[] promptLengths;

    /** [slots, maxBlocksPerSequence] block numbers, shared by all batches; entries of running sequences only grow. */
    public final int[] blockTables;

    /** [samples] row whose next token is to be chosen; in the order of the sequences. */
    public final int[] sampleRows;

    /** [samples] slot that the chosen token belongs to. */
    public final int[] sampleSlots;

    /** [samples] how many of the most likely tokens to keep; 1 is greedy, 0 keeps all. Ties go to the lower id. */
    public final int[] topK;

    /** [samples] then keep the smallest set of the most likely ones whose probability is at least this. */
    public final double[] topP;

    /** [samples] divides the logits before both; 0 is greedy. */
    public final double[] temperature;

    /** [samples] seed of the request. */
    public final long[] seeds;

    /** [samples] number of the draw. */
    public final long[] draws;

    /** [samples] whether the log-probability of the token is wanted: the model's own, before temperature and cuts. */
    public final boolean[] wantLogProbabilities;

    /** [scores] row whose distribution is asked for the probability of a known token. */
    public final int[] scoreRows;

    /** [scores] that token. */
    public final int[] scoreTargets;

    /** Result, [samples] token ids. */
    public final int[] sampledTokens;

    /** Result, [samples] natural logarithms, undefined where not wanted. */
    public final float[] sampledLogProbabilities;

    /** Result, [scores] natural logarithms. */
    public final float[] scoredLogProbabilities;

    private int rows;
    private int sequences;
    private int singleRowSequences;
    private int samples;
    private int scores;

    /**
     * Allocate a batch.
     *
     * @param capacity largest sizes
     * @param blockTables [slots, maxBlocksPerSequence], shared
     */
    public Batch(Capacity capacity, int[] blockTables) {
        int maxRows = capacity.maxRows();
        int maxSequences = capacity.maxSequences();
        this.blockTables = blockTables;
        tokens = new int[maxRows];
        positions = new int[maxRows];
        rowSequences = new int[maxRows];
        rowStarts = new int[maxSequences + 1];
        slots = new int[maxSequences];
        contextLengths = new int[maxSequences];
        promptLengths = new int[maxSequences];
        sampleRows = new int[maxSequences];
        sampleSlots = new int[maxSequences];
        topK = new int[maxSequences];
        topP = new double[maxSequences];
        temperature = new double[maxSequences];
        seeds = new long[maxSequences];
        draws = new long[maxSequences];
        wantLogProbabilities = new boolean[maxSequences];
        scoreRows = new int[maxRows];
        scoreTargets = new int[maxRows];
        sampledTokens = new int[maxSequences];
        sampledLogProbabilities = new float[maxSequences];
        scoredLogProbabilities = new float[maxRows];
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of sequences. */
    public int sequences() {
        return sequences;
    }

    /** How many of the leading sequences have a single row, so that sequence {@code s} has row {@code s}. */
    public int singleRowSequences() {
        return singleRowSequences;
    }

    /** Number of rows whose next token is chosen. */
    public int samples() {
        return samples;
    }

    /** Number of rows that are scored. */
    public int scores() {
        return scores;
    }

    /** Forget everything. */
    public void clear() {
        rows = 0;
        sequences = 0;
        singleRowSequences = 0;
        samples = 0;
        scores = 0;
    }

    /**
     * Begin a sequence; its rows follow.
     *
     * @return its index
     */
    public int addSequence(int slot, int promptLength) {
        int sequence = sequences++;
        slots[sequence] = slot;
        promptLengths[sequence] = promptLength;
        rowStarts[sequence] = rows;
        rowStarts[sequence + 1] = rows;
        return sequence;
    }

    /**
     * Add a row to the last sequence.
     *
     * @return its index
     */
    public int addRow(int token, int position) {
        int sequence = sequences - 1;
        int row = rows++;
        tokens[row] = token;
        positions[row] = position;
        rowSequences[row] = sequence;
        rowStarts[sequence + 1] = rows;
        contextLengths[sequence] = position + 1;
        if (row == sequence) {
            singleRowSequences = sequences;
        } else {
            singleRowSequences = Math.min(singleRowSequences, sequence);
        }
        return row;
    }

    /**
     * Ask for the token after a row of the last sequence.
     *
     * @return index of the sample, under which the caller sets how to choose
     */
    public int addSample(int row) {
        int sample = samples++;
        sampleRows[sample] = row;
        sampleSlots[sample] = slots[sequences - 1];
        return sample;
    }

    /** Ask for the probability of a known token after a row. */
    public int addScore(int row, int target) {
        int score = scores++;
        scoreRows[score] = row;
        scoreTargets[score] = target;
        return score;
    }
}
