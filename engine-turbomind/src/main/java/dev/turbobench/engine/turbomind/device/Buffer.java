package dev.turbobench.engine.turbomind.device;

/** A matrix of activations in the memory of a device. Only the backend that allocated it can look inside. */
public interface Buffer {

    /** Number of rows. */
    int rows();

    /** Values in a row. */
    int columns();
}
