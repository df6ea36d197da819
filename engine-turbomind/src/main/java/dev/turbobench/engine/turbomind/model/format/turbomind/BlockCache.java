package dev.turbobench.engine.turbomind.model.format.turbomind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The blocks of rows that were assembled last: a block costs a pass over a whole file, however few of its rows are
 * wanted.
 */
final class BlockCache {

    private static final int BLOCKS = 8;

    private final Map<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > BLOCKS;
        }
    };

    /** Get a block of a weight, assembling it if it is not there. */
    byte[] get(String weight, int block, Supplier<byte[]> assembly) {
        Key key = new Key(weight, block);
        synchronized (blocks) {
            byte[] found = blocks.get(key);
            if (found != null) {
                return found;
            }
        }
        byte[] assembled = assembly.get();
        synchronized (blocks) {
            blocks.put(key, assembled);
        }
        return assembled;
    }

    private record Key(String weight, int block) {}
}
