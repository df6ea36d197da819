package dev.turbobench.tck;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.option.Options;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One engine that a check plays with. */
final class EngineTrial implements AutoCloseable {

    /** A clock that agrees with no other, so that timestamps from elsewhere stand out. */
    private static final long OFFSET = 5_000_000_000_000_000L;

    private static final int CONCURRENCY = 4;
    static final int SEQUENCE_TOKENS = 192;

    /** One forward step. */
    record Step(long start, long end, int prefillSequences, int prefillTokens, int decodeSequences) {}

    final EngineSubject subject;
    final Ticker ticker = () -> System.nanoTime() + OFFSET;
    final List<Step> steps = new CopyOnWriteArrayList<>();
    final Engine engine;
    private final AtomicLong ids = new AtomicLong(100);

    EngineTrial(EngineSubject subject) {
        this(subject, subject.model());
    }

    EngineTrial(EngineSubject subject, String model) {
        this.subject = subject;
        Options options = subject.parsedOptions();
        EngineContext context = new EngineContext(
                model,
                device(subject, options),
                1,
                new Demand(CONCURRENCY, SEQUENCE_TOKENS),
                options,
                subject.cacheDirectory(),
                ticker,
                (start, end, prefillSequences, prefillTokens, decodeSequences, waiting, blocks) ->
                        steps.add(new Step(start, end, prefillSequences, prefillTokens, decodeSequences)));
        engine = Demands.present("create()", subject.factory().create(context));
    }

    private static String device(EngineSubject subject, Options options) {
        if (!subject.device().isEmpty()) {
            return subject.device();
        }
        List<DeviceOffer> offers =
                Demands.present("devices()", subject.factory().devices(options));
        return offers.stream()
                .filter(offer -> offer.availability().isAvailable())
                .map(DeviceOffer::name)
                .findFirst()
                .orElseThrow(() -> new SkippedException("no device can be used here: "
                        + offers.stream()
                                .map(DeviceOffer::availability)
                                .map(Availability::reason)
                                .toList()));
    }

    Duration patience() {
        return subject.patience();
    }

    /** A prompt that is the same each time it is asked for. */
    int[] prompt(int length, int variant) {
        int vocabulary = engine.info().vocabularySize();
        int[] prompt = new int[length];
        for (int i = 0; i < length; i++) {
            prompt[i] = (7 * i + 13 * variant + 3) % vocabulary;
        }
        return prompt;
    }

    GenerationRequest request(int[] prompt, int newTokens) {
        return new GenerationRequest(
                ids.incrementAndGet(), prompt, newTokens, SamplingParameters.GREEDY, true, 7, false, false);
    }

    /** A request with everything else as given. */
    GenerationRequest request(int[] prompt, int newTokens, boolean logProbabilities, boolean promptLogProbabilities) {
        return new GenerationRequest(
                ids.incrementAndGet(),
                prompt,
                newTokens,
                SamplingParameters.GREEDY,
                true,
                7,
                logProbabilities,
                promptLogProbabilities);
    }

    RecordingSink sink(GenerationRequest request) {
        return new RecordingSink(request.id(), ticker);
    }

    /** A request that was handed in. */
    record Submitted(RequestHandle handle, RecordingSink sink) {}

    Submitted submit(GenerationRequest request) {
        RecordingSink sink = sink(request);
        RequestHandle handle = Demands.present("submit()", engine.submit(request, sink));
        return new Submitted(handle, sink);
    }

    /** Run one request to its end. */
    RecordingSink run(GenerationRequest request) throws InterruptedException {
        return submit(request).sink().awaitFinish(patience());
    }

    @Override
    public void close() {
        engine.close();
    }
}
