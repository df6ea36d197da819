package dev.turbobench.engine.turbomind.sampling;

/**
 * Chooses a token from logits. Tokens are ranked by logit, equal ones by id, the lower first. Kept are the {@code topK}
 * first ones and of these the shortest prefix whose probability within them is at least {@code topP}. A uniform number
 * {@code u} then chooses the first kept token, in the order of ids, at which the running sum of probabilities exceeds
 * {@code u} times the sum of all kept.
 *
 * <p>Not thread-safe; allocates nothing per call.
 */
public final class Sampler {

    private final int[] heap;
    private float[] logits = {};
    private int offset;

    /**
     * Create a sampler.
     *
     * @param vocabularySize number of logits
     */
    public Sampler(int vocabularySize) {
        heap = new int[vocabularySize];
    }

    /** The most likely token. */
    public static int greedy(float[] logits, int offset, int vocabularySize) {
        int best = 0;
        for (int token = 1; token < vocabularySize; token++) {
            if (logits[offset + token] > logits[offset + best]) {
                best = token;
            }
        }
        return best;
    }

    /** {@code log(sum(exp(logits)))}, in double precision. */
    public static double logSumExp(float[] logits, int offset, int vocabularySize) {
        float largest = logits[offset + greedy(logits, offset, vocabularySize)];
        double sum = 0;
        for (int token = 0; token < vocabularySize; token++) {
            sum += Math.exp(logits[offset + token] - largest);
        }
        return largest + Math.log(sum);
    }

    /**
     * Draw a token.
     *
     * @param logits the logits
     * @param offset index of the first one
     * @param topK how many to keep, 0 for all
     * @param topP probability to keep
     * @param temperature divides the logits, greater than 0
     * @param uniform random number from 0 inclusive to 1 exclusive
     */
    public int draw(float[] logits, int offset, int topK, double topP, double temperature, double uniform) {
        this.logits = logits;
        this.offset = offset;
        int vocabularySize = heap.length;
        int kept = topK == 0 ? vocabularySize : Math.min(topK, vocabularySize);
        float largest = logits[offset + greedy(logits, offset, vocabularySize)];
        if (kept == vocabularySize && topP >= 1) {
            return walk(vocabularySize - 1, Float.NEGATIVE_INFINITY, largest, temperature, uniform);
        }
        int last = lastKept(kept, topP, largest, temperature);
        return walk(last, logits[offset + last], largest, temperature, uniform);
    }

    private double weight(int token, float largest, double temperature) {
        return Math.exp((logits[offset + token] - largest) / temperature);
    }

    /** The last token, in the order of rank, that both cuts keep. */
    private int lastKept(int kept, double topP, float largest, double temperature) {
        int size = heap.length;
        for (int token = 0; token < size; token++) {
            heap[token] = token;
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sift(i, size);
        }
        double total = Double.POSITIVE_INFINITY;
        if (kept == heap.length) {
            total = 0;
            for (int token = 0; token < size; token++) {
                total += weight(token, largest, temperature);
            }
        }
        // Heap sort from the front: the ranked tokens collect at the end of the array.
        double sum = 0;
        int ranked = 0;
        while (ranked < kept && sum < topP * total) {
            int token = pop(size - ranked);
            sum += weight(token, largest, temperature);
            ranked++;
        }
        if (kept < heap.length && topP < 1) {
            double limit = topP * sum;
            sum = 0;
            ranked = 0;
            while (ranked < kept && sum < limit) {
                sum += weight(heap[size - 1 - ranked], largest, temperature);
                ranked++;
            }
        }
        return heap[size - ranked];
    }

    /** Move the first of the ranking behind the heap of the given size. */
    private int pop(int size) {
        int token = heap[0];
        heap[0] = heap[size - 1];
        heap[size - 1] = token;
        sift(0, size - 1);
        return token;
    }

    private void sift(int start, int size) {
        int i = start;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[i])) {
                return;
            }
            int token = heap[i];
            heap[i] = heap[child];
            heap[child] = token;
            i = child;
        }
    }

    private boolean before(int a, int b) {
        float x = logits[offset + a];
        float y = logits[offset + b];
        return x > y || (x == y && a < b);
    }

    private int walk(int last, float threshold, float largest, double temperature, double uniform) {
        int vocabularySize = heap.length;
        double total = 0;
        for (int token = 0; token < vocabularySize; token++) {
            if (isKept(token, last, threshold)) {
                total += weight(token, largest, temperature);
            }
        }
        double goal = uniform * total;
        double sum = 0;
        int chosen = last;
        for (int token = 0; token < vocabularySize; token++) {
            if (isKept(token, last, threshold)) {
                double weight = weight(token, largest, temperature);
                if (weight > 0) {
                    chosen = token;
                }
                sum += weight;
                if (sum > goal) {
                    return token;
                }
            }
        }
        return chosen;
    }

    private boolean isKept(int token, int last, float threshold) {
        float logit = logits[offset + token];
        return logit > threshold || (logit == threshold && token <= last);
    }
}
