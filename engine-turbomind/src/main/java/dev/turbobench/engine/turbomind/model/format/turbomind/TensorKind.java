package dev.turbobench.engine.turbomind.model.format.turbomind;

/** The tensors of a workspace. Those of a linear layer are one file for each rank. */
enum TensorKind {
    EMBEDDING("tok_embeddings", false, false),
    FINAL_NORM("norm", false, false),
    OUTPUT_HEAD("output", false, false),
    ATTENTION_NORM("attention_norm", true, false),
    FEED_FORWARD_NORM("ffn_norm", true, false),
    /** Not in the format of LMDeploy 0.1. */
    QUERY_NORM("attention.q_norm", true, false),
    /** Not in the format of LMDeploy 0.1. */
    KEY_NORM("attention.k_norm", true, false),
    QKV("attention.w_qkv", true, true),
    OUTPUT("attention.wo", true, true),
    GATE("feed_forward.w1", true, true),
    UP("feed_forward.w3", true, true),
    /** Gate and up with their columns interleaved; only in 4 bits. */
    GATE_UP("feed_forward.w13", true, true),
    DOWN("feed_forward.w2", true, true);

    private final String stem;
    private final boolean inLayer;
    private final boolean perRank;

    TensorKind(String stem, boolean inLayer, boolean perRank) {
        this.stem = stem;
        this.inLayer = inLayer;
        this.perRank = perRank;
    }

    boolean inLayer() {
        return inLayer;
    }

    boolean perRank() {
        return perRank;
    }

    String fileName(int layer, int rank, TensorPart part) {
        return (inLayer ? "layers." + layer + "." : "") + stem + (perRank ? "." + rank : "") + "." + part.extension();
    }
}
