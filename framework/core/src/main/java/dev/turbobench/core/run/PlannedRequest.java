package dev.turbobench.core.run;

import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.engine.GenerationRequest;

/**
 * A request of a worker and where its events go, both made before the first round.
 *
 * @param name for messages, for example {@code worker 3 in round 2}
 */
record PlannedRequest(String name, GenerationRequest request, RequestLog log) {}
