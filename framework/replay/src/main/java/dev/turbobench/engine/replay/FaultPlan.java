package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which requests fail, by their ids. The framework numbers the requests of a run from 0 in the order in which it plans
 * them, so that the same requests fail after the engine was started anew.
 */
record FaultPlan(Map<Long, Fault> faults) {

    static final FaultPlan NONE = new FaultPlan(Map.of());

    FaultPlan {
        faults = Map.copyOf(faults);
    }

    /** Read for example {@code error@5/stall@7}; nothing means no fault. */
    static FaultPlan parse(String text) {
        Map<Long, Fault> faults = new HashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split("/")) {
            int at = part.indexOf('@');
            Fault fault = Fault.find(at < 0 ? part : part.substring(0, at))
                    .orElseThrow(() -> wrong("one of " + words(), part));
            faults.put(at < 0 ? 0 : number(part.substring(at + 1), part), fault);
        }
        return new FaultPlan(faults);
    }

    @Nullable
    Fault of(long requestId) {
        return faults.get(requestId);
    }

    private static long number(String text, String part) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw wrong("the number of a request after @", part);
        }
    }

    private static String words() {
        return Arrays.stream(Fault.values()).map(Fault::word).collect(Collectors.joining(", "));
    }

    private static BenchmarkException wrong(String expected, String found) {
        return new BenchmarkException(
                INVALID_OPTION, "option engine.replay.fail: expected %s, found \"%s\"".formatted(expected, found));
    }
}
