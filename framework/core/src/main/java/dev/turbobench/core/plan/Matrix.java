package dev.turbobench.core.plan;

import dev.turbobench.core.config.LengthPair;
import dev.turbobench.core.config.WorkloadConfig;
import dev.turbobench.spi.engine.EngineContext.Demand;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of a workload in the order in which they run: for each concurrency all pairs of lengths.
 *
 * @param cases the cases; their indexes are their positions
 */
public record Matrix(List<CaseSpec> cases) {

    public Matrix {
        cases = List.copyOf(cases);
    }

    public static Matrix of(WorkloadConfig workload) {
        List<CaseSpec> cases = new ArrayList<>();
        for (int concurrency : workload.concurrency()) {
            for (LengthPair lengths : workload.lengths()) {
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
}
