package dev.turbobench.tck;

import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A small engine that does everything right, but for one thing: its next token is a sum over all tokens before. */
final class SampleEngine implements Engine {

    private static final int VOCABULARY = 500;
    private static final long STEP_NANOS = 300_000;
    private static final int MAX_TOKENS = 256;

    private final EngineContext context;
    private final Defect defect;
    private final List<SampleRequest> waiting = new ArrayList<>();
    private final List<SampleRequest> running = new ArrayList<>();
    private final List<Integer> remembered = new ArrayList<>();
    private final Thread loop = new Thread(this::loop, "sample-loop");
    private boolean closed;
    private long leaked;
    private int limitsAsked;

    SampleEngine(EngineContext context, Defect defect) {
        this.context = context;
        this.defect = defect;
        loop.setDaemon(true);
        loop.start();
        if (defect == Defect.LEAVES_A_THREAD) {
            Thread forgotten = new Thread(() -> LockSupport.parkNanos(60_000_000_000L), "forgotten");
            forgotten.setDaemon(true);
            forgotten.start();
        }
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                context.model(),
                "Sum",
                1,
                VOCABULARY,
                true,
                "int32",
                context.device(),
                defect == Defect.HIDES_ITS_DEVICE ? List.of() : List.of("a processor"),
                1,
                EnumSet.allOf(Capability.class),
                Map.of());
    }

    @Override
    public EngineLimits limits() {
        limitsAsked++;
        return new EngineLimits(defect == Defect.CHANGES_ITS_LIMITS ? limitsAsked : 64, MAX_TOKENS, 2048, 16);
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        if (defect == Defect.SORTS_THE_PROMPT) {
            Arrays.sort(request.promptTokens());
        }
        if (request.promptTokens().length + request.maxNewTokens() > MAX_TOKENS
                && defect != Defect.TAKES_TOO_LONG_REQUESTS) {
            throw new BenchmarkException(StandardErrorCode.REQUEST_INVALID, "too long");
        }
        SampleRequest submitted = new SampleRequest(request, sink, context.ticker(), defect);
        if (defect == Defect.ANSWERS_IN_SUBMIT) {
            while (!submitted.step(0, () -> {})) {
                LockSupport.parkNanos(1000);
            }
            return submitted;
        }
        if (defect == Defect.LOSES_CONCURRENT_REQUESTS) {
            List<SampleRequest> copy;
            synchronized (this) {
                copy = new ArrayList<>(waiting);
            }
            LockSupport.parkNanos(STEP_NANOS);
            synchronized (this) {
                waiting.clear();
                waiting.addAll(copy);
            }
        }
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            waiting.add(submitted);
            notifyAll();
        }
        if (defect == Defect.WAITS_IN_SUBMIT) {
            submitted.await();
        }
        return submitted;
    }

    @Override
    public List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        List<RequestHandle> handles = new ArrayList<>(Engine.super.submitTogether(requests, sinks));
        if (defect == Defect.HANDLES_IN_REVERSE) {
            Collections.reverse(handles);
        }
        return handles;
    }

    private void loop() {
        while (true) {
            List<SampleRequest> batch;
            synchronized (this) {
                while (waiting.isEmpty() && running.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (closed) {
                    endAll();
                    return;
                }
                running.addAll(waiting);
                waiting.clear();
                batch = List.copyOf(running);
            }
            step(batch);
        }
    }

    private void endAll() {
        List<SampleRequest> all = new ArrayList<>(running);
        all.addAll(waiting);
        if (defect != Defect.ABANDONS_AT_CLOSE) {
            all.forEach(request -> request.finish(FinishReason.CANCELLED));
        }
    }

    private void step(List<SampleRequest> batch) {
        long start = context.ticker().nanoTime();
        int prefills = 0;
        int prefillTokens = 0;
        int decodes = 0;
        for (SampleRequest request : batch) {
            if (request.isNew()) {
                prefills++;
                prefillTokens += request.admit(remembered) * (defect == Defect.COUNTS_PROMPT_TWICE ? 2 : 1);
            } else {
                decodes++;
            }
        }
        LockSupport.parkNanos(STEP_NANOS);
        if (defect != Defect.SKIPS_STEPS || prefills > 0) {
            context.steps()
                    .onStep(start, context.ticker().nanoTime(), prefills, prefillTokens, decodes, 0, batch.size());
        }
        for (SampleRequest request : batch) {
            // Whoever sees the end may call reset() at once, so the request is gone before it is told.
            request.step(defect == Defect.DEPENDS_ON_THE_BATCH ? batch.size() : 0, () -> remove(request));
        }
    }

    private synchronized void remove(SampleRequest request) {
        running.remove(request);
        leaked += 16;
    }

    @Override
    public synchronized MemoryUsage memoryUsage() {
        long live = defect == Defect.LEAKS_MEMORY ? leaked : 0;
        long weights = defect == Defect.NEGATIVE_MEMORY ? -1 : 1000;
        return new MemoryUsage(List.of(new MemoryUsage.Rank("a processor", weights, 1 << 20, live, 100, 0)));
    }

    @Override
    public synchronized void reset() {
        if ((!running.isEmpty() || !waiting.isEmpty()) && defect != Defect.RESETS_WHILE_RUNNING) {
            throw new IllegalStateException("requests are running");
        }
        if (defect == Defect.REMEMBERS_AFTER_RESET) {
            remembered.add(1);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed && defect == Defect.SECOND_CLOSE_FAILS) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            notifyAll();
        }
        if (defect == Defect.HANGS_IN_CLOSE) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
