package dev.turbobench.engine.turbomind.model;

/** Floating-point formats that weights are stored in. */
public enum DataType {
    FP32("fp32", 4),
    FP16("fp16", 2),
    BF16("bf16", 2);

    private final String label;
    private final int bytes;

    DataType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** The name in options and reports. */
    public String label() {
        return label;
    }

    /** Size of one value in bytes. */
    public int bytes() {
        return bytes;
    }
}
