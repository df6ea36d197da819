package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.DataType;

/**
 * Values that tensors are views of.
 *
 * @param dataType type of the values
 * @param key name of its file in the archive
 * @param count number of values, as the pickle claims
 */
record PickledStorage(DataType dataType, String key, long count) {}
