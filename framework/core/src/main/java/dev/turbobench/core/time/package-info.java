/** The clock of a run. Logic takes its time from an injected {@link dev.turbobench.spi.Ticker}, never from the system. */
@NullMarked
package dev.turbobench.core.time;

import org.jspecify.annotations.NullMarked;
