package dev.turbobench.engine.turbomind;

/**
 * How much of its device the KV cache takes ({@code cache_max_entry_count}).
 *
 * @param amount below 1 a share of memory, else a number of blocks
 * @param exact whether it takes this share; otherwise what the run needs, and at most this share
 * @param ofAllMemory whether it is a share of all memory of the device, as in LMDeploy 0.1; otherwise of what is free after
 *     loading
 */
record CacheSize(double amount, boolean exact, boolean ofAllMemory) {

    boolean isCount() {
        return amount >= 1;
    }

    /** What was taken to mean what, as that changed between versions of LMDeploy. */
    String description() {
        if (isCount()) {
            return "%.0f: a number of blocks".formatted(amount);
        }
        String share = exact ? "this share" : "at most this share";
        return ofAllMemory
                ? "%s: %s of all memory of the device, as in LMDeploy 0.1 (of the free memory since 0.2.1)"
                        .formatted(amount, share)
                : "%s: %s of the memory that is free after loading, as in LMDeploy since 0.2.1 (of all memory before)"
                        .formatted(amount, share);
    }
}
