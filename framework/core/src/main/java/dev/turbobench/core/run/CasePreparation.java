package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.RoundLog;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything a case needs, allocated before its first round.
 *
 * @param warmup where the events of the warm-up go
 * @param measured where the events of the measured rounds go
 * @param batches what each worker hands in, warm-up rounds first
 */
record CasePreparation(EventLog warmup, EventLog measured, List<List<PlannedBatch>> batches) {

    /**
     * Prepare a case.
     *
     * @param firstRequestId the ids of its requests start here
     * @throws BenchmarkException if there is not enough memory
     */
    static CasePreparation of(CaseSpec spec, RunConfig config, int vocabularySize, long firstRequestId, Ticker ticker) {
        try {
            return allocate(spec, config, vocabularySize, firstRequestId, ticker);
        } catch (OutOfMemoryError e) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY,
                    "the event log of case %s with %d rounds does not fit into the heap of %d MiB; use -Xmx or less rounds"
                            .formatted(
                                    spec.label(),
                                    config.rounds().testRounds(),
                                    Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    private static CasePreparation allocate(
            CaseSpec spec, RunConfig config, int vocabularySize, long firstRequestId, Ticker ticker) {
        int warmupRounds = config.rounds().warmupRounds();
        int rounds = warmupRounds + config.rounds().testRounds();
        long firstMeasured = firstRequestId + (long) warmupRounds * spec.concurrency();
        EventLog warmup = EventLog.allocate(spec, warmupRounds, firstRequestId, ticker);
        EventLog measured = EventLog.allocate(spec, config.rounds().testRounds(), firstMeasured, ticker);
        PromptSource prompts = new PromptSource(config.workload(), spec, vocabularySize);
        List<List<PlannedRequest>> byRound = new ArrayList<>(rounds);
        for (int round = 0; round < rounds; round++) {
            boolean warm = round < warmupRounds;
            int number = warm ? round : round - warmupRounds;
            RoundLog log = (warm ? warmup : measured).round(number);
            List<PlannedRequest> requests = new ArrayList<>(spec.concurrency());
            for (int i = 0; i < spec.concurrency(); i++) {
                int ordinal = round * spec.concurrency() + i;
                GenerationRequest request = new GenerationRequest(
                        firstRequestId + ordinal,
                        prompts.prompt(ordinal),
                        spec.completionTokens(),
                        config.workload().sampling(),
                        true,
                        prompts.requestSeed(ordinal),
                        false,
                        false);
                String name = "request %d in %s %d".formatted(i + 1, warm ? "warm-up round" : "round", number + 1);
                requests.add(new PlannedRequest(name, request, log.request(i)));
            }
            byRound.add(requests);
        }
        return new CasePreparation(
                warmup, measured, split(byRound, config.rounds().start(), spec.concurrency()));
    }

    private static List<List<PlannedBatch>> split(
            List<List<PlannedRequest>> byRound, RoundStart start, int concurrency) {
        return switch (start) {
            case TOGETHER -> List.of(byRound.stream().map(PlannedBatch::of).toList());
            case FREE ->
                IntStream.range(0, concurrency)
                        .mapToObj(i -> byRound.stream()
                                .map(round -> PlannedBatch.of(List.of(round.get(i))))
                                .toList())
                        .toList();
        };
    }

    /** Number of request ids that the case uses. */
    long requestCount() {
        return batches.stream()
                .flatMap(List::stream)
                .mapToLong(PlannedBatch::size)
                .sum();
    }
}
