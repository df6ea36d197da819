package dev.turbobench.engine.turbomind.model;

import java.nio.file.Path;

/** A way in which a model is stored in a folder. */
public interface ModelFormat {

    /** What to call the format in messages, with what it is recognised by. */
    String description();

    /** Tell, from the names of its files alone, whether a folder is meant to be in this format. */
    boolean recognises(Path folder);

    /**
     * Open a model and check that all its weights are there and have the right shape.
     *
     * @param name the model as the user named it
     * @param folder the folder
     * @throws dev.turbobench.spi.error.BenchmarkException if the model is damaged or not supported; nothing stays open
     */
    Model open(String name, Path folder);
}
