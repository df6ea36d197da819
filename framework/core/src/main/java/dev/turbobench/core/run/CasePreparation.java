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
 * Everything that some rounds of a case need, allocated before the first of them.
 *
 * @param log where their events go
 * @param batches what each worker hands in
 */
record CasePreparation(EventLog log, List<List<PlannedBatch>> batches) {

    /**
     * Which rounds to prepare.
     *
     * @param name for messages
     * @param first number of the first one among those of the same name, from 0
     * @param count how many
     * @param ordinal number of the first one in the case, warm-up included
     * @param firstRequestId the ids of their requests start here
     */
    record Rounds(String name, int first, int count, int ordinal, long firstRequestId) {}

    /**
     * Prepare rounds.
     *
     * @throws BenchmarkException if there is not enough memory
     */
    static CasePreparation of(CaseSpec spec, RunConfig config, int vocabularySize, Rounds rounds, Ticker ticker) {
        try {
            return allocate(spec, config, vocabularySize, rounds, ticker);
        } catch (OutOfMemoryError e) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY,
                    "the event log of case %s with %d rounds does not fit into the heap of %d MiB; use -Xmx or less rounds"
                            .formatted(
                                    spec.label(),
                                    rounds.count(),
                                    Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    private static CasePreparation allocate(
            CaseSpec spec, RunConfig config, int vocabularySize, Rounds rounds, Ticker ticker) {
        EventLog log = EventLog.allocate(spec, rounds.count(), rounds.firstRequestId(), ticker);
        PromptSource prompts = new PromptSource(config.workload(), spec, vocabularySize);
        List<List<PlannedRequest>> byRound = new ArrayList<>(rounds.count());
        for (int round = 0; round < rounds.count(); round++) {
            RoundLog events = log.round(round);
            List<PlannedRequest> requests = new ArrayList<>(spec.concurrency());
            for (int i = 0; i < spec.concurrency(); i++) {
                int ordinal = (rounds.ordinal() + round) * spec.concurrency() + i;
                GenerationRequest request = new GenerationRequest(
                        events.request(i).requestId(),
                        prompts.prompt(ordinal),
                        spec.completionTokens(),
                        config.workload().sampling(),
                        true,
                        prompts.requestSeed(ordinal),
                        false,
                        false);
                String name = "request %d in %s %d".formatted(i + 1, rounds.name(), rounds.first() + round + 1);
                requests.add(new PlannedRequest(name, request, events.request(i)));
            }
            byRound.add(requests);
        }
        return new CasePreparation(log, split(byRound, config.rounds().start(), spec.concurrency()));
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

    /** Which rounds the workers make in one go. */
    List<List<RoundLog>> releases(RoundStart start) {
        if (log.rounds().isEmpty()) {
            return List.of();
        }
        return switch (start) {
            case TOGETHER -> log.rounds().stream().map(List::of).toList();
            case FREE -> List.of(log.rounds());
        };
    }
}
