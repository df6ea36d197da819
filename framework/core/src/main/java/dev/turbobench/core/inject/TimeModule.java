package dev.turbobench.core.inject;

import com.google.inject.AbstractModule;
import dev.turbobench.core.time.SystemTicker;
import dev.turbobench.spi.Ticker;
import java.time.Clock;

/** The clocks: one that measures, one that tells the date. */
final class TimeModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Ticker.class).toInstance(new SystemTicker());
        bind(Clock.class).toInstance(Clock.systemUTC());
    }
}
