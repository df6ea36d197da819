package dev.turbobench.core.store;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.workload.CaseSpec;

/**
 * What is known of a case before its first round.
 *
 * @param spec the case
 * @param tensorParallelSize number of ranks
 * @param limits the limits of the engine
 * @param start when workers start the requests of the next round
 * @param rounds how many rounds are to be measured
 */
public record CaseFacts(CaseSpec spec, int tensorParallelSize, EngineLimits limits, RoundStart start, int rounds) {}
