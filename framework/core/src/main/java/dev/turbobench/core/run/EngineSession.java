package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.Failures;
import dev.turbobench.core.component.HostedEngine;
import dev.turbobench.core.engine.EngineLaunch;
import dev.turbobench.core.record.StepRelay;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.metric.LoadTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of a run: one for all cases, unless a case leaves it in a state from which only a new one helps. */
final class EngineSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);

    private final EngineLaunch launch;
    private final Demand demand;
    private final StepRelay steps;
    private final Duration patience;
    private final Ticker ticker;
    private @Nullable Engine engine;
    private String owner = "";
    private LoadTime loadTime = LoadTime.NONE;
    private Optional<Roofline> roofline = Optional.empty();
    private boolean used;

    /**
     * Start the engine.
     *
     * @param patience how long closing may take before it is given up
     */
    EngineSession(EngineLaunch launch, Demand demand, StepRelay steps, Duration patience, Ticker ticker) {
        this.launch = launch;
        this.demand = demand;
        this.steps = steps;
        this.patience = patience;
        this.ticker = ticker;
        this.engine = start();
    }

    private Engine start() {
        long before = ticker.nanoTime();
        Engine started = launch.start(demand, steps);
        long nanos = ticker.nanoTime() - before;
        loadTime = loadTime.coldNanos() == LoadTime.UNKNOWN
                ? new LoadTime(nanos, LoadTime.UNKNOWN)
                : new LoadTime(loadTime.coldNanos(), nanos);
        if (started instanceof HostedEngine hosted) {
            owner = hosted.owner();
        }
        roofline = roofline(started);
        return started;
    }

    /** Put the name of the engine's plugin on an error that does not have it yet. */
    BenchmarkException named(BenchmarkException error) {
        String message = String.valueOf(error.getMessage());
        boolean blamed = error.errorCode().type() == ErrorType.PLUGIN && !owner.isEmpty();
        return blamed && !message.startsWith(owner)
                ? new BenchmarkException(error::errorCode, "%s: %s".formatted(owner, message), error)
                : error;
    }

    /** No number depends on the bounds but those that are measured by them, so a run goes on without. */
    private static Optional<Roofline> roofline(Engine engine) {
        try {
            return Objects.requireNonNull(engine.roofline(), "roofline");
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("engine: roofline failed: {}", Failures.oneLine(e));
            LOG.debug("engine: roofline failed", e);
            return Optional.empty();
        }
    }

    /** How long starting the engine took, the first time and the last. */
    LoadTime loadTime() {
        return loadTime;
    }

    /** What bounds the speed of the engine, asked when it was started. */
    Optional<Roofline> roofline() {
        return roofline;
    }

    /** Get the engine; only between {@link #prepare} and {@link #discard}. */
    Engine engine() {
        if (engine == null) {
            throw new IllegalStateException("no engine");
        }
        return engine;
    }

    /**
     * Make the engine ready for the next case: reset it, or start a new one where that does not help.
     *
     * @return what the readers of the result must know; mostly nothing
     * @throws BenchmarkException if there is no usable engine
     */
    Optional<String> prepare() {
        if (engine != null && used && !reset(engine)) {
            discard();
        }
        used = true;
        if (engine != null) {
            return Optional.empty();
        }
        engine = start();
        return Optional.of("the engine was started anew before this case");
    }

    private static boolean reset(Engine engine) {
        try {
            engine.reset();
            return true;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("engine: reset failed, starting a new one: {}", Failures.oneLine(e));
            LOG.debug("engine: reset failed", e);
            return false;
        }
    }

    /** Give up the engine, which may still run requests; the next {@link #prepare} starts a new one. */
    void discard() {
        Engine old = engine;
        engine = null;
        if (old != null) {
            close(old);
        }
    }

    /** An engine that hangs must not hang the run, so it is closed on another thread. */
    private void close(Engine old) {
        Thread closer = new Thread(() -> closeQuietly(old), "engine-close");
        closer.setDaemon(true);
        closer.setContextClassLoader(HostedEngine.loaderOf(old));
        closer.start();
        try {
            closer.join(patience.toMillis());
            if (closer.isAlive()) {
                LOG.error(
                        "engine: close did not return within {} s; its memory may still be in use",
                        patience.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Engine old) {
        try {
            old.close();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("engine: close failed: {}", Failures.oneLine(e));
            LOG.debug("engine: close failed", e);
        }
    }

    /** What the engine says about itself while it is idle, with a name on what goes wrong. */
    <T> T ask(String what, Function<Engine, T> question) {
        try {
            T answer = question.apply(engine());
            if (answer == null) {
                throw new BenchmarkException(PLUGIN_FAILED, "engine: %s is null".formatted(what));
            }
            return answer;
        } catch (RuntimeException | LinkageError e) {
            throw Failures.ofPlugin("engine: " + what, e);
        }
    }

    @Override
    public void close() {
        discard();
    }
}
