package dev.turbobench.engine.turbomind.model;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The weights of a decoder, with the shape that a configuration gives them; a vector has one row. */
public enum WeightRole {
    EMBEDDING(false, ModelConfig::vocabularySize, ModelConfig::hiddenSize),
    FINAL_NORM(false, config -> 1, ModelConfig::hiddenSize),
    OUTPUT_HEAD(false, ModelConfig::vocabularySize, ModelConfig::hiddenSize, config -> !config.tiedEmbeddings()),
    ATTENTION_NORM(true, config -> 1, ModelConfig::hiddenSize),
    QUERY(true, ModelConfig::queryWidth, ModelConfig::hiddenSize),
    KEY(true, ModelConfig::kvWidth, ModelConfig::hiddenSize),
    VALUE(true, ModelConfig::kvWidth, ModelConfig::hiddenSize),
    QUERY_BIAS(true, config -> 1, ModelConfig::queryWidth, ModelConfig::qkvBias),
    KEY_BIAS(true, config -> 1, ModelConfig::kvWidth, ModelConfig::qkvBias),
    VALUE_BIAS(true, config -> 1, ModelConfig::kvWidth, ModelConfig::qkvBias),
    QUERY_NORM(true, config -> 1, ModelConfig::headSize, ModelConfig::qkNorm),
    KEY_NORM(true, config -> 1, ModelConfig::headSize, ModelConfig::qkNorm),
    OUTPUT(true, ModelConfig::hiddenSize, ModelConfig::queryWidth),
    OUTPUT_BIAS(true, config -> 1, ModelConfig::hiddenSize, ModelConfig::outputBias),
    FEED_FORWARD_NORM(true, config -> 1, ModelConfig::hiddenSize),
    GATE(true, ModelConfig::intermediateSize, ModelConfig::hiddenSize),
    UP(true, ModelConfig::intermediateSize, ModelConfig::hiddenSize),
    DOWN(true, ModelConfig::hiddenSize, ModelConfig::intermediateSize);

    private final boolean inLayer;
    private final ToIntFunction<ModelConfig> rows;
    private final ToIntFunction<ModelConfig> columns;
    private final Predicate<ModelConfig> presence;

    WeightRole(boolean inLayer, ToIntFunction<ModelConfig> rows, ToIntFunction<ModelConfig> columns) {
        this(inLayer, rows, columns, config -> true);
    }

    WeightRole(
            boolean inLayer,
            ToIntFunction<ModelConfig> rows,
            ToIntFunction<ModelConfig> columns,
            Predicate<ModelConfig> presence) {
        this.inLayer = inLayer;
        this.rows = rows;
        this.columns = columns;
        this.presence = presence;
    }

    /** True if every layer has one. */
    public boolean inLayer() {
        return inLayer;
    }

    /** True for the weights of RMSNorm. */
    public boolean isNorm() {
        return switch (this) {
            case FINAL_NORM, ATTENTION_NORM, QUERY_NORM, KEY_NORM, FEED_FORWARD_NORM -> true;
            case EMBEDDING, OUTPUT_HEAD, QUERY, KEY, VALUE, OUTPUT, GATE, UP, DOWN -> false;
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS, OUTPUT_BIAS -> false;
        };
    }

    /** True for biases. */
    public boolean isBias() {
        return switch (this) {
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS, OUTPUT_BIAS -> true;
            case EMBEDDING, OUTPUT_HEAD, QUERY, KEY, VALUE, OUTPUT, GATE, UP, DOWN -> false;
            case FINAL_NORM, ATTENTION_NORM, QUERY_NORM, KEY_NORM, FEED_FORWARD_NORM -> false;
        };
    }

    /** True if it has one row, whatever the configuration. */
    public boolean isVector() {
        return isNorm() || isBias();
    }

    /** Tell whether a model has it; one with tied embeddings has no output head of its own. */
    public boolean isPresent(ModelConfig config) {
        return presence.test(config);
    }

    /** Number of output features; 1 for a vector. */
    public int rows(ModelConfig config) {
        return rows.applyAsInt(config);
    }

    /** Number of input features, or the length of a vector. */
    public int columns(ModelConfig config) {
        return columns.applyAsInt(config);
    }
}
