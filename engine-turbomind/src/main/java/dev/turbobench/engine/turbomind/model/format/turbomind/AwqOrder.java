package dev.turbobench.engine.turbomind.model.format.turbomind;

/** AWQ checkpoints: 8 outputs to a word, in the order 0, 2, 4, 6, 1, 3, 5, 7 from the lowest nibble. */
final class AwqOrder {

    private AwqOrder() {}

    /** The bit at which an output of a word begins. */
    static int shift(int output) {
        int place = output % 8;
        return 4 * (place % 2 == 0 ? place / 2 : 4 + place / 2);
    }
}
