package dev.turbobench.core.run;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.Roofline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;

/** What a {@link TestingEngine} does, and what it has seen. */
public final class TestingScript {

    /** How many requests to wait for before they run together. */
    volatile int together = 1;

    volatile EngineLimits limits = new EngineLimits(1000, 100_000, 100_000, 64);
    volatile int vocabularySize = 1000;
    volatile boolean reportsSteps = true;

    /** How long creating an engine takes. */
    volatile long createNanos;

    volatile Optional<Roofline> roofline = Optional.empty();
    volatile boolean reportsAdmission = true;
    volatile boolean resetFails;
    volatile List<String> notices = List.of();
    volatile int heldUntilSubmissions;

    /** How long a step takes; step 0 is prefill. */
    volatile IntToLongFunction stepNanos = step -> step == 0 ? 50_000_000 : 10_000_000;

    /** How many tokens each request gets in a step. */
    volatile IntUnaryOperator burst = step -> 1;

    volatile LongFunction<TestingFault> fault = id -> TestingFault.NONE;
    volatile IntConsumer atStep = step -> {};

    final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
    /** How many attempts to create another engine fail. */
    final AtomicInteger createFailures = new AtomicInteger();

    final AtomicInteger creates = new AtomicInteger();
    final AtomicInteger resets = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
}
