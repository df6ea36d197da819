package dev.turbobench.core.engine;

import dev.turbobench.core.component.Components;
import dev.turbobench.spi.Ticker;
import jakarta.inject.Inject;

/** Chooses a device and starts an engine on it. */
public final class EngineLauncher {

    @Inject
    @SuppressWarnings("UnusedVariable")
    EngineLauncher(Components components, Ticker ticker) {}
}
