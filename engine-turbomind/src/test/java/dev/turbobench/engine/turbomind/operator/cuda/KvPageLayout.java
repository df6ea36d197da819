package dev.turbobench.engine.turbomind.operator.cuda;

/** The layout of {@code kv_page.cuh}, computed on the host. */
record KvPageLayout(int kvHeads, int headSize, int pageTokens) {

    /** Index of a value in the cache of one layer. */
    int index(int page, int kvHead, boolean value, int token, int feature) {
        int block = (page * kvHeads + kvHead) * 2 + (value ? 1 : 0);
        int chunk = swizzled(token, feature / 8);
        return (block * pageTokens + token) * headSize + chunk * 8 + feature % 8;
    }

    int swizzled(int row, int chunk) {
        int chunks = headSize / 8;
        if (chunks % 8 == 0) {
            return chunk ^ (row & 7);
        }
        return chunks % 4 == 0 ? chunk ^ ((row >> 1) & 3) : chunk;
    }
}
