package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;
import static dev.turbobench.spi.error.StandardErrorCode.REQUEST_INVALID;

import dev.turbobench.core.time.TestingTicker;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An engine that follows a script on a clock that it moves itself: it waits for as many requests as are to run together,
 * then lets each step take exactly as long as the script says.
 */
public final class TestingEngine implements Engine {

    private final TestingScript script;
    private final EngineContext context;
    private final TestingTicker ticker;
    private final BlockingQueue<Active> inbox = new LinkedBlockingQueue<>();
    private final Thread loop = new Thread(this::loop, "testing-engine");
    private volatile boolean closed;
    private volatile int submissions;
    private volatile int running;

    TestingEngine(TestingScript script, EngineContext context, TestingTicker ticker) {
        this.script = script;
        this.context = context;
        this.ticker = ticker;
        loop.setDaemon(true);
        loop.start();
    }

    private static final class Active {

        final GenerationRequest request;
        final TokenSink sink;
        final TestingFault fault;
        volatile boolean cancelled;
        int tokens;

        Active(GenerationRequest request, TokenSink sink, TestingFault fault) {
            this.request = request;
            this.sink = sink;
            this.fault = fault;
        }
    }

    @Override
    public List<String> notices() {
        return script.notices;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                context.model(),
                "TestingForCausalLM",
                1,
                script.vocabularySize,
                true,
                "fp32",
                context.device(),
                List.of("testing"),
                1,
                script.reportsSteps ? EnumSet.of(Capability.STEPS) : Set.of(),
                Map.of());
    }

    @Override
    public EngineLimits limits() {
        return script.limits;
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        TestingFault fault = script.fault.apply(request.id());
        if (fault == TestingFault.REFUSED) {
            throw new BenchmarkException(REQUEST_INVALID, "request refused\nby script");
        }
        if (fault == TestingFault.THROWS) {
            throw new IllegalStateException("submit broke");
        }
        Active active = new Active(request, sink, fault);
        synchronized (this) {
            submissions++;
            script.requests.add(request);
            running++;
        }
        inbox.add(active);
        return new RequestHandle() {
            @Override
            public long id() {
                return request.id();
            }

            @Override
            public void cancel() {
                active.cancelled = true;
            }
        };
    }

    private void loop() {
        try {
            List<Active> batch = new ArrayList<>();
            List<Active> held = new ArrayList<>();
            while (!closed) {
                Active next = inbox.poll(5, TimeUnit.MILLISECONDS);
                if (next != null) {
                    (next.fault == TestingFault.HELD ? held : batch).add(next);
                }
                if (submissions >= script.heldUntilSubmissions) {
                    batch.addAll(held);
                    held.clear();
                }
                boolean cancelled = batch.stream().anyMatch(active -> active.cancelled);
                if (!batch.isEmpty() && (batch.size() >= script.together || cancelled)) {
                    play(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(List<Active> batch) {
        int capacity = Math.min(script.limits.maxBatchSize(), script.limits.kvBlocks());
        for (int from = 0; from < batch.size(); from += capacity) {
            int to = Math.min(batch.size(), from + capacity);
            playTogether(new ArrayList<>(batch.subList(from, to)), batch.size() - to);
        }
    }

    private void playTogether(List<Active> live, int waiting) {
        if (script.reportsAdmission) {
            live.forEach(active -> active.sink.onAdmitted(active.request.id(), ticker.nanoTime()));
        }
        int step = 0;
        while (!live.isEmpty() && !closed) {
            long start = ticker.nanoTime();
            ticker.advance(script.stepNanos.applyAsLong(step));
            script.atStep.accept(step);
            if (script.reportsSteps) {
                int prefill = step == 0 ? live.size() : 0;
                context.steps()
                        .onStep(
                                start,
                                ticker.nanoTime(),
                                prefill,
                                prefill * live.get(0).request.promptTokens().length,
                                step == 0 ? 0 : live.size(),
                                waiting,
                                live.size());
            }
            int emission = script.burst.applyAsInt(step);
            live.removeIf(active -> advance(active, emission));
            step++;
            pauseIfStuck(live);
        }
    }

    /** Give a request its tokens of a step; true if that was its end. */
    private boolean advance(Active active, int emission) {
        long id = active.request.id();
        int wanted = wanted(active);
        if (active.cancelled && active.fault != TestingFault.HANG) {
            return finish(active, FinishReason.CANCELLED);
        }
        boolean stuck = active.fault == TestingFault.STALL || active.fault == TestingFault.HANG;
        if (stuck && active.tokens > 0) {
            return false;
        }
        int count = Math.min(emission, wanted - active.tokens);
        if (count > 0) {
            active.sink.onTokens(id, new int[count], 0, count, ticker.nanoTime());
            active.tokens += count;
        }
        switch (active.fault) {
            case ERROR -> {
                if (active.tokens >= Math.max(1, wanted / 2)) {
                    ended();
                    active.sink.onError(id, new BenchmarkException(OUT_OF_MEMORY, "no block left"));
                    return true;
                }
            }
            case PREEMPTED -> active.sink.onPreempted(id, ticker.nanoTime());
            case EMPTY_EMISSION -> active.sink.onTokens(id, new int[0], 0, 0, ticker.nanoTime());
            case CANCELLED_BY_ENGINE -> {
                return finish(active, FinishReason.CANCELLED);
            }
            case NONE, STALL, HANG, SHORT, LOST_TOKEN, EXTRA, CACHED, REFUSED, THROWS, HELD -> {}
        }
        return active.tokens >= wanted && finish(active, FinishReason.LENGTH);
    }

    private static int wanted(Active active) {
        int asked = active.request.maxNewTokens();
        return switch (active.fault) {
            case SHORT, LOST_TOKEN -> asked - 1;
            case EXTRA -> asked + 1;
            default -> asked;
        };
    }

    private boolean finish(Active active, FinishReason reason) {
        int claimed = active.fault == TestingFault.LOST_TOKEN ? active.tokens + 1 : active.tokens;
        int prompt = active.request.promptTokens().length;
        int cached = active.fault == TestingFault.CACHED ? prompt - 1 : 0;
        ended();
        active.sink.onFinish(active.request.id(), reason, prompt, cached, claimed, ticker.nanoTime());
        return true;
    }

    private synchronized void ended() {
        running--;
    }

    private static void pauseIfStuck(List<Active> live) {
        boolean stuck = live.stream()
                .anyMatch(active -> active.fault == TestingFault.STALL || active.fault == TestingFault.HANG);
        if (stuck) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public MemoryUsage memoryUsage() {
        return new MemoryUsage(List.of(
                new MemoryUsage.Rank("testing", 100, 50, 5, 7, 3), new MemoryUsage.Rank("testing", 100, 50, 5, 7, 4)));
    }

    @Override
    public Optional<Roofline> roofline() {
        return script.roofline;
    }

    @Override
    public void reset() {
        script.resets.incrementAndGet();
        if (running > 0) {
            throw new IllegalStateException(running + " requests are running");
        }
        if (script.resetFails) {
            throw new IllegalStateException("reset broke");
        }
    }

    @Override
    public void close() {
        closed = true;
        script.closes.incrementAndGet();
    }
}
