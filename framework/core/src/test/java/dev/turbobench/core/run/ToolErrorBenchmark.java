package dev.turbobench.core.run;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.record.EndSignal;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the error of the tool as a table: TTFT 50 ms, ITL 10 ms and 100 tokens, as in published studies of clients, and
 * how many token events a second one thread records. Not a test: its numbers depend on how quiet the machine is.
 */
final class ToolErrorBenchmark {

    private static final long FIRST_TOKEN_NANOS = 50_000_000;
    private static final long GAP_NANOS = 10_000_000;
    private static final int TOKENS = 100;
    private static final int ROUNDS = 5;
    private static final int EVENTS = 1_000_000;
    private static final int PASSES = 20;

    private ToolErrorBenchmark() {}

    /** Run with the numbers of streams to measure, 1 100 500 1000 if none are given. */
    public static void main(String... arguments) {
        List<Integer> streams = arguments.length == 0
                ? List.of(1, 100, 500, 1000)
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        System.out.println(
                "| streams | TTFT error median / P99 (ms) | ITL deviation (ms) | ITL error P99 (ms) | verdict |");
        System.out.println(
                "| ------: | ---------------------------: | -----------------: | -----------------: | ------- |");
        streams.forEach(ToolErrorBenchmark::measure);
        System.out.printf("recorded by one thread: %.1f million token events/s%n", eventsPerSecond() / 1e6);
    }

    private static void measure(int streams) {
        TestingRun run = new TestingRun();
        run.replay("replay:ttft=%dns,itl=%dns".formatted(FIRST_TOKEN_NANOS, GAP_NANOS));
        run.concurrency = List.of(streams);
        run.lengths = List.of(new LengthPair(1, TOKENS));
        run.rounds = new RoundsConfig(ROUNDS, 2, RoundStart.TOGETHER);
        CaseResult result = run.only();
        CaseStatus status = result.status();
        ToolError error = ToolError.of(run.record(), FIRST_TOKEN_NANOS, GAP_NANOS);
        System.out.printf(
                "| %d | %.3f / %.3f | %.3f | %.3f | %s |%n",
                streams,
                error.firstTokenMedian() / 1e6,
                error.firstTokenP99() / 1e6,
                error.gapDeviation() / 1e6,
                error.gapP99() / 1e6,
                status);
    }

    private static double eventsPerSecond() {
        double best = 0;
        int[] tokens = {1};
        for (int pass = 0; pass < PASSES; pass++) {
            EventLog log = EventLog.allocate(new CaseSpec(0, 1, 1, EVENTS), 1, 0, System::nanoTime);
            RequestLog request = log.round(0).request(0);
            request.submitting(System.nanoTime(), EndSignal.NONE);
            long start = System.nanoTime();
            for (int i = 0; i < EVENTS; i++) {
                request.onTokens(0, tokens, 0, 1, i);
            }
            best = Math.max(best, EVENTS * 1e9 / (System.nanoTime() - start));
        }
        return best;
    }
}
