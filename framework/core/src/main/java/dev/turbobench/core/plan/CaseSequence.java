package dev.turbobench.core.plan;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.core.config.ExecutionConfig;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The cases in the order in which they run.
 *
 * @param cases every case once
 * @param sentinel the case that is run again to notice drift; empty if there is none
 */
public record CaseSequence(List<CaseSpec> cases, Optional<CaseSpec> sentinel) {

    public CaseSequence {
        cases = List.copyOf(cases);
    }

    /**
     * Put the cases of a matrix in order.
     *
     * @param seed where a random order comes from; {@link Random} gives the same one everywhere
     * @throws BenchmarkException if there is no such case as the sentinel
     */
    public static CaseSequence of(Matrix matrix, ExecutionConfig execution, long seed) {
        List<CaseSpec> cases = new ArrayList<>(matrix.cases());
        switch (execution.order()) {
            case MATRIX -> {}
            case RANDOM -> Collections.shuffle(cases, new Random(seed));
        }
        return new CaseSequence(cases, sentinel(cases, execution.sentinel()));
    }

    private static Optional<CaseSpec> sentinel(List<CaseSpec> cases, String name) {
        if (name.equals(ExecutionConfig.NONE)) {
            return Optional.empty();
        }
        if (name.equals(ExecutionConfig.FIRST)) {
            return Optional.of(cases.get(0));
        }
        return Optional.of(cases.stream()
                .filter(spec -> spec.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException(
                        INVALID_CONFIGURATION,
                        "sentinel: expected first, none or one of %s, found \"%s\""
                                .formatted(
                                        cases.stream().map(CaseSpec::label).collect(Collectors.joining(", ")), name))));
    }
}
