package dev.turbobench.core.config;

/** When the workers of a case start the requests of the next round. */
public enum RoundStart {
    /** All at the same time, when the last request of the round before has ended. */
    TOGETHER,
    /** Each one as soon as its own request has ended: the closed loop of the legacy method. */
    FREE
}
