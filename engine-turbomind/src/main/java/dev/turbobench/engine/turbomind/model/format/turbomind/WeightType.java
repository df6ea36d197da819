package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.DataType;

/** What {@code weight_type} says. */
public enum WeightType {
    FP16("fp16", DataType.FP16),
    BF16("bf16", DataType.BF16),
    /** Linear layers in 4 bits (AWQ); everything else in fp16. */
    INT4("int4", DataType.FP16);

    private final String label;
    private final DataType dataType;

    WeightType(String label, DataType dataType) {
        this.label = label;
        this.dataType = dataType;
    }

    /** As {@code config.ini} spells it. */
    public String label() {
        return label;
    }

    /** Type of the values that are not packed. */
    public DataType dataType() {
        return dataType;
    }
}
