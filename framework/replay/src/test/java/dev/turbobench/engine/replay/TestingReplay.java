package dev.turbobench.engine.replay;

import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.StepSink;
import dev.turbobench.spi.option.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replay engine with somebody who hands in requests. */
final class TestingReplay implements AutoCloseable {

    final List<String> steps = new CopyOnWriteArrayList<>();
    final Engine engine;
    private long nextId;

    TestingReplay(String model) {
        StepSink sink = (start, end, prefilling, prompts, decoding, waiting, blocks) ->
                steps.add("%d us: %d/%d+%d, %d waiting, %d blocks"
                        .formatted((end - start) / 1000, prefilling, prompts, decoding, waiting, blocks));
        ReplayEngineFactory factory = new ReplayEngineFactory();
        Options options = Options.of("engine.replay", factory.options(), Map.of());
        engine = factory.create(new EngineContext(
                model, "schedule", 1, new Demand(4, 100), options, Path.of("cache"), System::nanoTime, sink));
    }

    static GenerationRequest request(long id, int prompt, int completion) {
        return new GenerationRequest(id, new int[prompt], completion, SamplingParameters.GREEDY, true, 0, false, false);
    }

    List<TestingSink> together(int count, int prompt, int completion) {
        List<GenerationRequest> requests = new ArrayList<>();
        List<TestingSink> sinks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(request(nextId++, prompt, completion));
            sinks.add(new TestingSink());
        }
        engine.submitTogether(requests, sinks);
        return sinks;
    }

    List<TestingSink> runTogether(int count, int prompt, int completion) throws InterruptedException {
        List<TestingSink> sinks = together(count, prompt, completion);
        for (TestingSink sink : sinks) {
            sink.awaitEnd();
        }
        return sinks;
    }

    RequestHandle submit(TestingSink sink, int completion) {
        return engine.submit(request(nextId++, 4, completion), sink);
    }

    @Override
    public void close() {
        engine.close();
    }
}
