package dev.turbobench.core.config;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCode;
import dev.turbobench.spi.error.ErrorCodeSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects everything that is wrong, so that the user hears of it at once. */
public final class Problems {

    private final List<String> messages = new ArrayList<>();
    private final List<ErrorCode> codes = new ArrayList<>();

    public void add(String message) {
        add(INVALID_CONFIGURATION, message);
    }

    public void add(ErrorCodeSupplier code, String message) {
        codes.add(code.code());
        messages.add(message);
    }

    /** Return a value or, if that fails, the alternative after adding the reason. */
    public <T> T attempt(Supplier<T> value, T alternative) {
        try {
            return value.get();
        } catch (ConfigurationException e) {
            e.problems().forEach(message -> add(e::errorCode, message));
        } catch (BenchmarkException e) {
            add(e::errorCode, String.valueOf(e.getMessage()));
        }
        return alternative;
    }

    /**
     * End here if there is any problem.
     *
     * @throws ConfigurationException with all problems
     */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            ErrorCode first = codes.get(0);
            boolean same = codes.stream().allMatch(first::equals);
            throw new ConfigurationException(() -> same ? first : INVALID_CONFIGURATION.code(), messages);
        }
    }
}
