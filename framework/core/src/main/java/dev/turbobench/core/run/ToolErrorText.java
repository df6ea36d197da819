package dev.turbobench.core.run;

import java.util.Map;
import java.util.stream.Collectors;

/** Says in one line how large the error of the tool is. */
final class ToolErrorText {

    private ToolErrorText() {}

    static String notice(Map<Integer, ToolError> errors) {
        return errors.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(
                        "; ", "the tool's own error in ms, TTFT median/P99 and ITL deviation: ", ""));
    }

    private static String of(int concurrency, ToolError error) {
        return "c%d %.3f/%.3f and %.3f"
                .formatted(
                        concurrency,
                        error.firstTokenMedian() / 1e6,
                        error.firstTokenP99() / 1e6,
                        error.gapDeviation() / 1e6);
    }
}
