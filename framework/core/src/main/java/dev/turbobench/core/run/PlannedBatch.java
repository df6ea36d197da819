package dev.turbobench.core.run;

import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.engine.GenerationRequest;
import java.util.List;

/** The requests that one worker hands in together in one round; lists for the engine are made before the first round. */
record PlannedBatch(List<PlannedRequest> planned, List<GenerationRequest> requests, List<RequestLog> logs) {

    static PlannedBatch of(List<PlannedRequest> planned) {
        return new PlannedBatch(
                List.copyOf(planned),
                planned.stream().map(PlannedRequest::request).toList(),
                planned.stream().map(PlannedRequest::log).toList());
    }

    int size() {
        return planned.size();
    }

    /** For messages. */
    String name() {
        String first = planned.get(0).name();
        return size() == 1 ? first : "%d requests from %s on".formatted(size(), first);
    }
}
