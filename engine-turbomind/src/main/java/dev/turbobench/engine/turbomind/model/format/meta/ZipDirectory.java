package dev.turbobench.engine.turbomind.model.format.meta;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The list of files at the end of a zip archive (APPNOTE 6.3), with the 64-bit fields of archives above 4 GiB. The JDK
 * reads zip archives too, but does not tell where in the archive the bytes of a file are.
 */
final class ZipDirectory {

    private static final int END = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64 = 56;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int ENTRY = 46;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int EXTRA64 = 1;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long LARGEST = 16 << 20;
    private static final int ENCRYPTED = 1;

    private final ByteRange archive;
    private final Map<String, ZipEntryRange> entries = new LinkedHashMap<>();

    private ZipDirectory(ByteRange archive) {
        this.archive = archive;
    }

    static Map<String, ZipEntryRange> read(ByteRange archive) throws IOException, PickleException {
        ZipDirectory directory = new ZipDirectory(archive);
        directory.read();
        return directory.entries;
    }

    private void read() throws IOException, PickleException {
        int tail = (int) Math.min(archive.size(), END + LONGEST_COMMENT);
        ByteBuffer end = bytes(archive.size() - tail, tail);
        int at = tail - END;
        while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            throw new PickleException("expected a zip archive, as torch.save writes since PyTorch 1.6; it is another"
                    + " format or truncated");
        }
        long size = Integer.toUnsignedLong(end.getInt(at + 12));
        long start = Integer.toUnsignedLong(end.getInt(at + 16));
        if (at >= LOCATOR && end.getInt(at - LOCATOR) == LOCATOR_SIGNATURE) {
            ByteBuffer end64 = bytes(end.getLong(at - LOCATOR + 8), END64);
            if (end64.getInt(0) != END64_SIGNATURE) {
                throw new PickleException("the end of its zip directory is damaged");
            }
            size = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (size < 0 || size > LARGEST) {
            throw new PickleException("it claims a zip directory of %s bytes, at most %d are read"
                    .formatted(Long.toUnsignedString(size), LARGEST));
        }
        ByteBuffer list = bytes(start, (int) size);
        while (list.hasRemaining()) {
            readEntry(list);
        }
    }

    private void readEntry(ByteBuffer list) throws PickleException {
        int at = list.position();
        if (list.remaining() < ENTRY || list.getInt(at) != ENTRY_SIGNATURE) {
            throw new PickleException("its zip directory is damaged at byte " + at);
        }
        int nameLength = list.getShort(at + 28) & 0xffff;
        int extraLength = list.getShort(at + 30) & 0xffff;
        int length = ENTRY + nameLength + extraLength + (list.getShort(at + 32) & 0xffff);
        if (length > list.remaining()) {
            throw new PickleException("its zip directory is damaged at byte " + at);
        }
        byte[] utf8 = new byte[nameLength];
        list.get(at + ENTRY, utf8);
        String name = new String(utf8, StandardCharsets.UTF_8);
        int method = list.getShort(at + 10) & 0xffff;
        if (method != 0 || (list.getShort(at + 8) & ENCRYPTED) != 0) {
            throw new PickleException("%s is compressed or encrypted, expected it stored as it is, as torch.save does"
                    .formatted(Excerpt.of(name)));
        }
        ByteBuffer extra = list.slice(at + ENTRY + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer wide = wideFields(extra);
        long size = field(list.getInt(at + 24), wide, name);
        long stored = field(list.getInt(at + 20), wide, name);
        long header = field(list.getInt(at + 42), wide, name);
        if (size < 0 || size != stored || header < 0) {
            throw new PickleException("the zip directory contradicts itself about " + Excerpt.of(name));
        }
        if (entries.put(name, new ZipEntryRange(header, size)) != null) {
            throw new PickleException("it has two files called " + Excerpt.of(name));
        }
        list.position(at + length);
    }

    /** A field whose 32 bits are all set is in the 64-bit fields, in the order of the directory. */
    private static long field(int narrow, ByteBuffer wide, String name) throws PickleException {
        if (narrow != -1) {
            return Integer.toUnsignedLong(narrow);
        }
        if (wide.remaining() < Long.BYTES) {
            throw new PickleException("the zip directory lacks the 64-bit size of " + Excerpt.of(name));
        }
        return wide.getLong();
    }

    private static ByteBuffer wideFields(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (id == EXTRA64) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer bytes(long position, int count) throws IOException, PickleException {
        archive.require(position, count);
        ByteBuffer result = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        archive.read(position, result);
        return result.rewind();
    }
}
