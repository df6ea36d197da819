package dev.turbobench.core.store;

import java.util.zip.CRC32C;

/** The frame of event files: a magic number with a version, then blocks, each with a checksum of its own. */
final class EventFile {

    /** The first bytes of each file, "TBEV" and the version; not text, so that no transfer takes it for such. */
    static final byte[] MAGIC = {(byte) 0x89, 'T', 'B', 'E', 'V', '\r', '\n', 1};

    /** Type, length of the content, length of what is stored, checksum. */
    static final int FRAME_BYTES = 1 + 3 * Integer.BYTES;

    static final String SUFFIX = ".events";

    private EventFile() {}

    static int checksum(int type, int length, byte[] stored, int offset, int count) {
        CRC32C crc = new CRC32C();
        crc.update(type);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(length >>> shift);
        }
        crc.update(stored, offset, count);
        return (int) crc.getValue();
    }
}
