package dev.turbobench.core.config;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCodeSupplier;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with the settings. */
public final class ConfigurationException extends BenchmarkException {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    ConfigurationException(ErrorCodeSupplier code, List<String> problems) {
        super(code, problems.size() == 1 ? problems.get(0) : numbered(problems));
        this.problems = new ArrayList<>(problems);
    }

    private static String numbered(List<String> problems) {
        StringBuilder text = new StringBuilder("%d problems:".formatted(problems.size()));
        for (int i = 0; i < problems.size(); i++) {
            text.append(i == 0 ? " " : "; ").append("(%d) %s".formatted(i + 1, problems.get(i)));
        }
        return text.toString();
    }

    /** One line for each problem. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
