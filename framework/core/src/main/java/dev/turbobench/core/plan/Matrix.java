package dev.turbobench.core.plan;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The cases of a workload.
 *
 * @param cases the cases, in the order in which they run
 */
public record Matrix(List<CaseSpec> cases) {

    public Matrix {
        cases = List.copyOf(cases);
    }

    /** For each concurrency all pairs of lengths; what is there twice is one case. */
    public static Matrix of(WorkloadConfig workload) {
        List<CaseSpec> cases = new ArrayList<>();
        for (int concurrency : new LinkedHashSet<>(workload.concurrency())) {
            for (LengthPair lengths : new LinkedHashSet<>(workload.lengths())) {
                cases.add(new CaseSpec(cases.size(), concurrency, lengths.promptTokens(), lengths.completionTokens()));
            }
        }
        return new Matrix(cases);
    }

    /** The largest concurrency and the longest sequence, which need not belong to the same case. */
    public Demand demand() {
        int concurrency = cases.stream().mapToInt(CaseSpec::concurrency).max().orElseThrow();
        long tokens = cases.stream().mapToLong(CaseSpec::sequenceTokens).max().orElseThrow();
        return new Demand(concurrency, Math.toIntExact(tokens));
    }

    /** The cases that can run, whether their requests queue or not. */
    public List<CaseSpec> runnable(EngineLimits limits) {
        return cases.stream()
                .filter(spec -> !(Feasibility.of(spec, limits) instanceof Feasibility.Impossible))
                .toList();
    }
}
