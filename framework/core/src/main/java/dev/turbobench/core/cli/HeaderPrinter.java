package dev.turbobench.core.cli;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.report.RunHeader;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Prints what is about to be measured. */
final class HeaderPrinter {

    private final PrintWriter out;

    HeaderPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(RunHeader header, RunConfig config) {
        EngineInfo info = header.engineInfo();
        if (info != null) {
            line(
                    "model",
                    "%s (%s, %s parameters)".formatted(header.model(), info.architecture(), count(info.parameters())));
            line("engine", header.engine());
            line("device", "%s: %s".formatted(info.device(), String.join(", ", info.deviceNames())));
            line("arithmetic", "%s, tp %d".formatted(info.dataType(), info.tensorParallelSize()));
        } else {
            line("model", header.model());
            line("engine", header.engine());
        }
        WorkloadConfig workload = config.workload();
        line("matrix", matrix(workload, header.cases().size()));
        line("rounds", "%d, warm-up %s".formatted(config.rounds().testRounds(), warmup(config.rounds())));
        line("sampling", sampling(workload.sampling()) + ", seed " + workload.seed());
        header.notices().forEach(notice -> line("notice", notice));
        out.println();
        out.flush();
    }

    private void line(String name, String text) {
        out.printf("%-10s  %s%n", name, text);
    }

    private static String warmup(RoundsConfig rounds) {
        boolean fixed = rounds.start() == RoundStart.FREE || rounds.warmupRounds() == rounds.warmupMax();
        String least = String.valueOf(rounds.warmupRounds());
        return fixed ? least : "%s to %d".formatted(least, rounds.warmupMax());
    }

    private static String matrix(WorkloadConfig workload, int cases) {
        return "%d %s: concurrency %s x (prompt, completion) %s"
                .formatted(
                        cases,
                        cases == 1 ? "case" : "cases",
                        workload.concurrency().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                        workload.lengths().stream()
                                .map(pair -> "(%d, %d)".formatted(pair.promptTokens(), pair.completionTokens()))
                                .collect(Collectors.joining(" ")));
    }

    private static String sampling(SamplingParameters sampling) {
        return sampling.isGreedy()
                ? "greedy"
                : "top-k %d, top-p %s, temperature %s"
                        .formatted(sampling.topK(), sampling.topP(), sampling.temperature());
    }

    private static String count(long parameters) {
        if (parameters >= 1_000_000_000L) {
            return "%.2fB".formatted(parameters / 1e9);
        }
        return parameters >= 1_000_000L ? "%.2fM".formatted(parameters / 1e6) : String.valueOf(parameters);
    }
}
