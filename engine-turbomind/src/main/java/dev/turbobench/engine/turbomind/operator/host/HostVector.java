package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.model.Weight;
import dev.turbobench.engine.turbomind.operator.Parameter;

/** The weights of a norm. */
record HostVector(float[] values) implements Parameter {

    static HostVector read(Weight weight) {
        float[] values = new float[weight.columns()];
        weight.readRows(0, 1, values, 0);
        return new HostVector(values);
    }
}
