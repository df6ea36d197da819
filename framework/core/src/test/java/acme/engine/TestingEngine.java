package acme.engine;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Continues every prompt with the numbers after its last token, one thread for each request. */
final class TestingEngine implements Engine {

    private final EngineContext context;
    private final long stepNanos;
    private final long failAt;
    private final String hangIn;
    private final String dieBy;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TestingEngine(EngineContext context) {
        this.context = context;
        this.stepNanos = context.options().integer("step_micros") * 1000;
        this.failAt = context.options().integer("fail_at");
        this.hangIn = context.options().string("hang_in");
        this.dieBy = context.options().string("die_by");
    }

    private void hang(String call) {
        while (hangIn.equals(call)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void die() {
        if (dieBy.equals("throw")) {
            throw new IllegalStateException("lost the model");
        }
        if (dieBy.equals("exit")) {
            System.exit(0);
        }
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                context.model(),
                "Counter",
                1_500_000,
                1000,
                true,
                "int32",
                context.device(),
                List.of("a CPU"),
                context.tensorParallelSize(),
                Set.of(Capability.LOG_PROBABILITIES, Capability.PROMPT_LOG_PROBABILITIES, Capability.CANCELLATION),
                Map.of());
    }

    @Override
    public EngineLimits limits() {
        hang("limits");
        return new EngineLimits(256, 8192, 100_000, 16);
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        AtomicBoolean cancelled = new AtomicBoolean();
        threads.execute(() -> run(request, sink, cancelled));
        return new RequestHandle() {
            @Override
            public long id() {
                return request.id();
            }

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        };
    }

    private void run(GenerationRequest request, TokenSink sink, AtomicBoolean cancelled) {
        int[] prompt = request.promptTokens();
        sink.onAdmitted(request.id(), context.ticker().nanoTime());
        die();
        if (prompt.length == failAt) {
            sink.onError(
                    request.id(), new BenchmarkException(StandardErrorCode.OUT_OF_MEMORY, "no room for the prompt"));
            return;
        }
        if (request.promptLogProbabilities() && prompt.length > 1) {
            sink.onPromptLogProbabilities(request.id(), 1, new float[prompt.length - 1], 0, prompt.length - 1);
        }
        int generated = 0;
        while (generated < request.maxNewTokens() && !cancelled.get()) {
            LockSupport.parkNanos(stepNanos);
            int[] token = {(prompt[prompt.length - 1] + ++generated) % 1000};
            if (request.logProbabilities()) {
                sink.onTokenLogProbabilities(request.id(), new float[] {-0.5f}, 0, 1);
            }
            sink.onTokens(request.id(), token, 0, 1, context.ticker().nanoTime());
        }
        FinishReason reason = generated == request.maxNewTokens() ? FinishReason.LENGTH : FinishReason.CANCELLED;
        sink.onFinish(
                request.id(),
                reason,
                prompt.length,
                0,
                generated,
                context.ticker().nanoTime());
    }

    @Override
    public MemoryUsage memoryUsage() {
        hang("memoryUsage");
        return new MemoryUsage(List.of(new MemoryUsage.Rank("a CPU", 1000, 2000, 500, 100, 0)));
    }

    @Override
    public void reset() {
        // Nothing is kept between requests.
        hang("reset");
    }

    @Override
    public void close() {
        hang("close");
        threads.shutdownNow();
    }
}
