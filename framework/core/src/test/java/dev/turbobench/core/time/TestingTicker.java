package dev.turbobench.core.time;

import dev.turbobench.spi.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told. */
public final class TestingTicker implements Ticker {

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    public void advance(long by) {
        nanos.addAndGet(by);
    }

    public void advanceMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }
}
