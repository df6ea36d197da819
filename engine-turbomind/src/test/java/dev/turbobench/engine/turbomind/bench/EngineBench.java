package dev.turbobench.engine.turbomind.bench;

import dev.turbobench.engine.turbomind.TestingEngines;
import dev.turbobench.spi.engine.Engine;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.engine.TokenSink;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * Times the engine on a GPU through its public API, without the framework: all requests of a case are handed in together.
 * Arguments: the model, then cases as {@code concurrency/prompt/completion}.
 */
public final class EngineBench {

    private EngineBench() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 1; i < arguments.length; i++) {
            String[] numbers = arguments[i].split("/");
            int concurrency = Integer.parseInt(numbers[0]);
            int prompt = Integer.parseInt(numbers[1]);
            int completion = Integer.parseInt(numbers[2]);
            long start = System.nanoTime();
            try (Engine engine = TestingEngines.cuda(arguments[0], new Demand(concurrency, prompt + completion))) {
                print(
                        "%s %s: ready in %.1f s %s",
                        arguments[0],
                        arguments[i],
                        seconds(start),
                        engine.info().details());
                for (int repeat = 0; repeat < 3; repeat++) {
                    double time = run(engine, concurrency, prompt, completion);
                    print("  %.3f s, %.1f tokens/s", time, concurrency * completion / time);
                }
                print("  %s", engine.memoryUsage());
            }
        }
    }

    private static double run(Engine engine, int concurrency, int prompt, int completion) throws InterruptedException {
        Random random = new Random(1);
        CountDownLatch open = new CountDownLatch(concurrency);
        long start = System.nanoTime();
        for (int i = 0; i < concurrency; i++) {
            int[] tokens =
                    random.ints(prompt, 0, engine.info().vocabularySize()).toArray();
            engine.submit(
                    new GenerationRequest(i, tokens, completion, SamplingParameters.GREEDY, true, 0, false, false),
                    new CountingSink(open));
        }
        open.await();
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private record CountingSink(CountDownLatch open) implements TokenSink {

        @Override
        public void onTokens(long requestId, int[] tokens, int offset, int count, long timestampNanos) {}

        @Override
        public void onFinish(
                long requestId,
                FinishReason reason,
                int promptTokens,
                int cachedPromptTokens,
                int completionTokens,
                long timestampNanos) {
            open.countDown();
        }

        @Override
        public void onError(long requestId, BenchmarkException error) {
            System.out.println(error);
            open.countDown();
        }
    }
}
