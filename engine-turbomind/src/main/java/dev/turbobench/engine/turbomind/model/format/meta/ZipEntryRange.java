package dev.turbobench.engine.turbomind.model.format.meta;

/**
 * A file in a zip archive.
 *
 * @param header where its local header begins
 * @param size its bytes, stored as they are
 */
record ZipEntryRange(long header, long size) {}
