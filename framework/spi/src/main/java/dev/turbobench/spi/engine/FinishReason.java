package dev.turbobench.spi.engine;

/** Why a request ended without an error. */
public enum FinishReason {
    /** It generated {@link GenerationRequest#maxNewTokens}. */
    LENGTH,
    /** It generated an end-of-sequence token. */
    END_OF_SEQUENCE,
    /** {@link RequestHandle#cancel} or {@link Engine#close} was called. */
    CANCELLED
}
