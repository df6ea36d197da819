package @package@;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One thread runs all requests together, one token each in a step. */
final class @Class@Engine implements Engine {

    static final int VOCABULARY = 1000;

    private static final int MAX_BATCH = 64;
    private static final int MAX_TOKENS = 32_768;
    private static final int BLOCK_TOKENS = 16;

    private final EngineContext context;
    private final long stepNanos;
    private final Thread loop = new Thread(this::loop, "@name@-loop");
    private final Queue<@Class@Request> waiting = new ArrayDeque<>();
    private final List<@Class@Request> running = new ArrayList<>();
    private boolean closed;

    @Class@Engine(EngineContext context) {
        this.context = context;
        this.stepNanos = context.options().integer("step_micros") * 1000;
        loop.setDaemon(true);
        loop.start();
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                context.model(),
                "Sum",
                1,
                VOCABULARY,
                true,
                "int64",
                context.device(),
                List.of("this machine"),
                context.tensorParallelSize(),
                Set.of(Capability.CANCELLATION, Capability.STEPS),
                Map.of());
    }

    @Override
    public EngineLimits limits() {
        return new EngineLimits(MAX_BATCH, MAX_TOKENS, MAX_BATCH * MAX_TOKENS / BLOCK_TOKENS, BLOCK_TOKENS);
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        return submitTogether(List.of(request), List.of(sink)).get(0);
    }

    /** All requests are in the queue before the next step can take some of them out. */
    @Override
    public List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        List<@Class@Request> submitted = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            GenerationRequest request = requests.get(i);
            int tokens = request.promptTokens().length + request.maxNewTokens();
            if (tokens > MAX_TOKENS) {
                throw new BenchmarkException(
                        StandardErrorCode.REQUEST_INVALID,
                        "expected at most %d tokens in a request, found %d".formatted(MAX_TOKENS, tokens));
            }
            submitted.add(new @Class@Request(request, sinks.get(i), context.ticker()));
        }
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the engine is closed");
            }
            waiting.addAll(submitted);
            notifyAll();
        }
        return List.copyOf(submitted);
    }

    private void loop() {
        List<@Class@Request> batch = nextBatch();
        while (!batch.isEmpty()) {
            step(batch);
            batch = nextBatch();
        }
        for (@Class@Request request : takeAll()) {
            request.finish(FinishReason.CANCELLED);
        }
    }

    /** Wait for work; empty once the engine is closed. */
    private synchronized List<@Class@Request> nextBatch() {
        while (waiting.isEmpty() && running.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        while (!waiting.isEmpty() && running.size() < MAX_BATCH) {
            running.add(waiting.remove());
        }
        return closed ? List.of() : List.copyOf(running);
    }

    private synchronized List<@Class@Request> takeAll() {
        List<@Class@Request> all = new ArrayList<>(running);
        all.addAll(waiting);
        running.clear();
        waiting.clear();
        return all;
    }

    private void step(List<@Class@Request> batch) {
        long start = context.ticker().nanoTime();
        int prefills = 0;
        int prefillTokens = 0;
        for (@Class@Request request : batch) {
            if (request.admit()) {
                prefills++;
                prefillTokens += request.promptTokens();
            }
        }
        // Here the model would run.
        LockSupport.parkNanos(stepNanos);
        context.steps()
                .onStep(
                        start,
                        context.ticker().nanoTime(),
                        prefills,
                        prefillTokens,
                        batch.size() - prefills,
                        waitingRequests(),
                        batch.size());
        for (@Class@Request request : batch) {
            FinishReason end = request.generate();
            if (end != null) {
                // Whoever sees the end may call reset() at once, so the request must be gone before.
                remove(request);
                request.finish(end);
            }
        }
    }

    private synchronized void remove(@Class@Request request) {
        running.remove(request);
    }

    private synchronized int waitingRequests() {
        return waiting.size();
    }

    @Override
    public MemoryUsage memoryUsage() {
        return new MemoryUsage(List.of(new MemoryUsage.Rank("this machine", 0, 0, 0, 0, 0)));
    }

    @Override
    public synchronized void reset() {
        if (!running.isEmpty() || !waiting.isEmpty()) {
            throw new IllegalStateException("requests are running");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
