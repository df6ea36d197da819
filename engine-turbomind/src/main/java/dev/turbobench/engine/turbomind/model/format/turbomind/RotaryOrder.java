package dev.turbobench.engine.turbomind.model.format.turbomind;

/**
 * The two orders of the features of a head: Hugging Face rotates feature {@code j} with {@code j + d/2}, TurboMind {@code
 * 2j} with {@code 2j + 1}.
 */
public final class RotaryOrder {

    private RotaryOrder() {}

    /** From an index over all heads in the order of Hugging Face to that of TurboMind. */
    public static int column(int index, int headSize) {
        int half = headSize / 2;
        int feature = index % headSize;
        return index - feature + 2 * (feature % half) + feature / half;
    }
}
