package dev.turbobench.engine.turbomind.model.format.turbomind;

/** What of a tensor is in a file. */
enum TensorPart {
    WEIGHT("weight"),
    BIAS("bias"),
    QWEIGHT("qweight"),
    SCALES_ZEROS("scales_zeros");

    private final String extension;

    TensorPart(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }
}
