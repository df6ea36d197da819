package dev.turbobench.core.time;

import dev.turbobench.spi.Ticker;

/** The monotonic clock of the machine. */
public final class SystemTicker implements Ticker {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
