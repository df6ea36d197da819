package dev.turbobench.engine.turbomind.decoder;

import java.util.Locale;

/** Where a pass is, for whoever asks why it does not end. One thread writes, any thread reads. */
final class Progress {

    /** A part of the pass. */
    enum Stage {
        IDLE,
        EMBEDDING,
        ATTENTION,
        FEED_FORWARD,
        OUTPUT_HEAD
    }

    private volatile Stage stage = Stage.IDLE;
    private volatile int layer;

    void enter(Stage next, int nextLayer) {
        layer = nextLayer;
        stage = next;
    }

    @Override
    public String toString() {
        Stage now = stage;
        String name = now.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (now) {
            case IDLE, EMBEDDING, OUTPUT_HEAD -> name;
            case ATTENTION, FEED_FORWARD -> "%s of layer %d".formatted(name, layer);
        };
    }
}
