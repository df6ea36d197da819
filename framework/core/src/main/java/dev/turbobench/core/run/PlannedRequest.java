package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.error.BenchmarkException;
import org.jspecify.annotations.Nullable;

/**
 * A request and where its events go, both made before the first round.
 *
 * @param name for messages, for example {@code request 3 in round 2}
 */
record PlannedRequest(String name, GenerationRequest request, RequestLog log) {

    /**
     * What went wrong with the request, once it has ended.
     *
     * @param cancelled whether the engine was asked to cancel it
     */
    @Nullable
    BenchmarkException failure(boolean cancelled) {
        BenchmarkException error = log.error();
        if (error == null && log.reason() == FinishReason.CANCELLED && !cancelled) {
            return new BenchmarkException(PLUGIN_FAILED, "the engine cancelled %s by itself".formatted(name));
        }
        return error;
    }
}
