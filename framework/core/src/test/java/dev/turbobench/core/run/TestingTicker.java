package dev.turbobench.core.run;

import dev.turbobench.spi.Ticker;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
public final class TestingTicker implements Ticker {

    private final AtomicLong nanos = new AtomicLong(1_000);

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    public void advance(long by) {
        nanos.addAndGet(by);
    }
}
