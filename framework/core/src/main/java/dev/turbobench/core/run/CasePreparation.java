package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;

import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything a case needs, allocated before its first round.
 *
 * @param warmup where the events of the warm-up go
 * @param measured where the events of the measured rounds go
 * @param requests the requests of each worker, warm-up first
 */
record CasePreparation(EventLog warmup, EventLog measured, List<List<PlannedRequest>> requests) {

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
        List<List<PlannedRequest>> requests = new ArrayList<>();
        for (int worker = 0; worker < spec.concurrency(); worker++) {
            List<PlannedRequest> own = new ArrayList<>(rounds);
            for (int round = 0; round < rounds; round++) {
                boolean warm = round < warmupRounds;
                int ordinal = round * spec.concurrency() + worker;
                GenerationRequest request = new GenerationRequest(
                        firstRequestId + ordinal,
                        prompts.prompt(ordinal),
                        spec.completionTokens(),
                        config.workload().sampling(),
                        true,
                        prompts.requestSeed(ordinal),
                        false,
                        false);
                String name = "worker %d in %s %d"
                        .formatted(
                                worker + 1,
                                warm ? "warm-up round" : "round",
                                warm ? round + 1 : round - warmupRounds + 1);
                EventLog log = warm ? warmup : measured;
                own.add(new PlannedRequest(
                        name,
                        request,
                        log.round(warm ? round : round - warmupRounds).request(worker)));
            }
            requests.add(List.copyOf(own));
        }
        return new CasePreparation(warmup, measured, List.copyOf(requests));
    }

    /** Number of request ids that the case uses. */
    long requestCount() {
        return requests.stream().mapToLong(List::size).sum();
    }
}
