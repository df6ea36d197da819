package dev.turbobench.engine.turbomind;

import static dev.turbobench.spi.error.StandardErrorCode.REQUEST_INVALID;

import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.runtime.EngineLoop;
import dev.turbobench.engine.turbomind.runtime.StepExecutor;
import dev.turbobench.engine.turbomind.schedule.Sequence;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A loaded model behind the plugin API: checks requests and passes them to the loop. */
final class TurbomindEngine implements Engine {

    private final EngineInfo info;
    private final List<String> notices;
    private final EngineLimits limits;
    private final Capacity capacity;
    private final RankGroup ranks;
    private final EngineLoop loop;
    private final Supplier<Roofline> roofline;

    private TurbomindEngine(
            EngineInfo info,
            List<String> notices,
            EngineLimits limits,
            Capacity capacity,
            RankGroup ranks,
            EngineLoop loop,
            Supplier<Roofline> roofline) {
        this.info = info;
        this.notices = notices;
        this.limits = limits;
        this.capacity = capacity;
        this.ranks = ranks;
        this.loop = loop;
        this.roofline = roofline;
    }

    /** Allocate activations and cache and start the loop; the loop closes the devices. */
    static TurbomindEngine start(
            EngineContext context, Model model, TurbomindOptions options, EnginePlan plan, RankGroup ranks) {
        ModelConfig config = model.config();
        Capacity capacity = plan.capacity();
        StepExecutor executor = ranks.connect(capacity);
        int blocks = plan.cacheBlocks(options.cacheSize(), ranks);
        ranks.allocateCache(blocks);
        EngineLimits limits =
                new EngineLimits(capacity.maxSequences(), capacity.maxSequenceTokens(), blocks, capacity.blockTokens());
        EngineInfo info = info(context, model, options, plan, limits, ranks);
        EngineLoop loop = EngineLoop.start(new EngineLoop.Setup(
                executor,
                capacity,
                blocks,
                plan.prefillTokens(),
                options.admission(),
                options.prefillOrder(),
                config.eosTokens(),
                context.ticker(),
                context.steps()));
        return new TurbomindEngine(
                info,
                notices(model, plan, ranks),
                limits,
                capacity,
                ranks,
                loop,
                () -> ranks.roofline(capacity.blockTokens(), context.ticker()));
    }

    private static List<String> notices(Model model, EnginePlan plan, RankGroup ranks) {
        List<String> notices = new ArrayList<>(model.notices());
        String positions = plan.positionNote(model.config());
        if (!positions.isEmpty()) {
            notices.add(positions);
        }
        ranks.notice().ifPresent(notices::add);
        return List.copyOf(notices);
    }

    private static EngineInfo info(
            EngineContext context,
            Model model,
            TurbomindOptions options,
            EnginePlan plan,
            EngineLimits limits,
            RankGroup ranks) {
        ModelConfig config = model.config();
        Backend backend = ranks.first();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("weights", config.dataType().label());
        details.put(
                "kv cache",
                "%s, %d blocks of %d tokens".formatted(backend.cacheType(), limits.kvBlocks(), limits.kvBlockTokens()));
        details.put("cache_max_entry_count", options.cacheSize().description());
        options.compatibility().ifPresent(version -> details.put("compat", version.label()));
        details.put("max_batch_size", Integer.toString(limits.maxBatchSize()));
        details.put("session_len", Integer.toString(limits.maxSequenceTokens()));
        details.put("max_prefill_token_num", Integer.toString(plan.prefillTokens()));
        details.put("admission", options.admission().name().toLowerCase(Locale.ROOT));
        details.put("prefill", options.prefillOrder().name().toLowerCase(Locale.ROOT));
        details.putAll(backend.details());
        return new EngineInfo(
                context.model(),
                config.architecture(),
                config.parameters(),
                config.vocabularySize(),
                model.synthetic(),
                backend.dataType().label(),
                context.device(),
                ranks.deviceNames(),
                context.tensorParallelSize(),
                EnumSet.allOf(Capability.class),
                details);
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public EngineLimits limits() {
        return limits;
    }

    @Override
    public RequestHandle submit(GenerationRequest request, TokenSink sink) {
        return submitTogether(List.of(request), List.of(sink)).get(0);
    }

    @Override
    public List<RequestHandle> submitTogether(List<GenerationRequest> requests, List<? extends TokenSink> sinks) {
        List<Sequence> sequences = new ArrayList<>(requests.size());
        List<RequestHandle> handles = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            check(requests.get(i));
            Sequence sequence = new Sequence(requests.get(i), sinks.get(i));
            sequences.add(sequence);
            handles.add(new Handle(loop, sequence));
        }
        loop.submit(sequences);
        return handles;
    }

    private void check(GenerationRequest request) {
        long length = (long) request.promptTokens().length + request.maxNewTokens();
        if (length > limits.maxSequenceTokens()) {
            throw new BenchmarkException(
                    REQUEST_INVALID,
                    "request %d: %d prompt tokens and %d new ones exceed session_len %d; raise engine.turbomind.session_len"
                            .formatted(
                                    request.id(),
                                    request.promptTokens().length,
                                    request.maxNewTokens(),
                                    limits.maxSequenceTokens()));
        }
        int blocks = capacity.blocks((int) length - 1);
        if (blocks > limits.kvBlocks()) {
            throw new BenchmarkException(
                    REQUEST_INVALID,
                    "request %d: %d tokens need %d KV blocks, but the cache has %d; raise engine.turbomind.cache_max_entry_count"
                            .formatted(request.id(), length, blocks, limits.kvBlocks()));
        }
        for (int i = 0; i < request.promptTokens().length; i++) {
            int token = request.promptTokens()[i];
            if (token < 0 || token >= info.vocabularySize()) {
                throw new BenchmarkException(
                        REQUEST_INVALID,
                        "request %d: expected prompt tokens from 0 to %d, found %d at index %d"
                                .formatted(request.id(), info.vocabularySize() - 1, token, i));
            }
        }
    }

    @Override
    public List<String> deviceIds() {
        return ranks.deviceIds();
    }

    @Override
    public MemoryUsage memoryUsage() {
        return ranks.memory(loop.usedBlocks());
    }

    @Override
    public Optional<Roofline> roofline() {
        return Optional.of(roofline.get());
    }

    @Override
    public void reset() {
        int active = loop.active();
        if (active > 0) {
            throw new IllegalStateException("%d requests are running".formatted(active));
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    private record Handle(EngineLoop loop, Sequence sequence) implements RequestHandle {

        @Override
        public long id() {
            return sequence.request().id();
        }

        @Override
        public void cancel() {
            loop.cancel(sequence);
        }
    }
}
