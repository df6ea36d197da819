package dev.turbobench.spi.engine;

/** What an engine can do beyond generating tokens. */
public enum Capability {
    /** Reports the log-probability of generated tokens. */
    LOG_PROBABILITIES,
    /** Reports the log-probability of prompt tokens. */
    PROMPT_LOG_PROBABILITIES,
    /** Draws tokens with top-k, top-p and temperature. */
    SAMPLING,
    /** Stops a request when asked. */
    CANCELLATION,
    /** Reports every step. */
    STEPS
}
