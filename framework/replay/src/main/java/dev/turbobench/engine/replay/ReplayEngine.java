package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.REQUEST_INVALID;

import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine that emits tokens at known times: what its sinks get as time stamps is when each emission was due. */
final class ReplayEngine implements Engine {

    private final Script script;
    private final EngineContext context;
    private final DeadlineClock clock;
    private final ReplayLoop loop;
    private final Thread thread;

    ReplayEngine(Script script, EngineContext context) {
        this.script = script;
        this.context = context;
        this.clock = new DeadlineClock(context.ticker());
        this.loop = new ReplayLoop(script, clock, context.steps());
        this.thread = new Thread(loop, "replay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public EngineInfo info() {
        Set<Capability> capabilities = EnumSet.of(Capability.CANCELLATION);
        if (script.times().inStep()) {
            capabilities.add(Capability.STEPS);
        }
        return new EngineInfo(
                context.model(),
                "Replay",
                0,
                script.vocabulary(),
                false,
                "none",
                context.device(),
                Collections.nCopies(context.tensorParallelSize(), ReplayEngineFactory.DEVICE),
                context.tensorParallelSize(),
                capabilities,
                Map.of());
    }

    @Override
    public List<String> notices() {
        return List.of("engine replay: no model runs; the times are those that its options ask for");
    }

    @Override
    public EngineLimits limits() {
        return script.limits();
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        return submitTogether(List.of(request), List.of(sink)).get(0);
    }

    @Override
    public List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        long received = clock.now();
        List<Stream> streams = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            streams.add(stream(requests.get(i), sinks.get(i), received));
        }
        loop.accept(streams);
        clock.wake(thread);
        return List.copyOf(streams);
    }

    private Stream stream(GenerationRequest request, TokenSink sink, long received) {
        long id = request.id();
        if (request.maxNewTokens() < 1 || request.logProbabilities() || request.promptLogProbabilities()) {
            throw new BenchmarkException(
                    REQUEST_INVALID, "request %d: the replay engine has no probabilities to report".formatted(id));
        }
        long sequence = (long) request.promptTokens().length + request.maxNewTokens();
        if (script.limits().concurrentSequences(sequence) < 1) {
            throw new BenchmarkException(
                    REQUEST_INVALID,
                    "request %d: a sequence of %d tokens is longer than max_sequence or kv_tokens allow"
                            .formatted(id, sequence));
        }
        Fault fault = script.faults().of(id);
        if (fault == Fault.REFUSE) {
            throw new BenchmarkException(REQUEST_INVALID, "request %d is refused, as asked for".formatted(id));
        }
        if (fault == Fault.THROW) {
            throw new IllegalStateException("request %d cannot be handed in, as asked for".formatted(id));
        }
        if (fault == Fault.OUT_OF_MEMORY) {
            throw new OutOfMemoryError("request %d has no room, as asked for".formatted(id));
        }
        return new Stream(request, sink, fault, received, script.blocks(sequence), clock, thread);
    }

    @Override
    public MemoryUsage memoryUsage() {
        long blockBytes = script.limits().kvBlockTokens() * script.kvBytesPerToken();
        // What is declared is as large as the matrix needs, whatever fits into the machine: nothing is allocated.
        long demand = (long) context.demand().concurrency()
                * script.blocks(context.demand().sequenceTokens());
        long reserved = Math.min(script.limits().kvBlocks(), demand) * blockBytes;
        MemoryUsage.Rank rank = new MemoryUsage.Rank(
                ReplayEngineFactory.DEVICE,
                script.weightBytes(),
                reserved,
                loop.kvBlocks() * blockBytes,
                script.workspaceBytes(),
                0);
        return new MemoryUsage(Collections.nCopies(context.tensorParallelSize(), rank));
    }

    @Override
    public void reset() {
        loop.reset();
    }

    @Override
    public void close() {
        loop.close();
        clock.wake(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
