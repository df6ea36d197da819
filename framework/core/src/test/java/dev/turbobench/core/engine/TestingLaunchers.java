package dev.turbobench.core.engine;

import dev.turbobench.core.component.Components;
import dev.turbobench.spi.Ticker;

/** Creates launchers for tests of other packages. */
public final class TestingLaunchers {

    private TestingLaunchers() {}

    public static EngineLauncher of(Components components, Ticker ticker) {
        return new EngineLauncher(components, ticker);
    }
}
