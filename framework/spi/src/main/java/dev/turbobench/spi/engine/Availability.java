package dev.turbobench.spi.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether something can be used on this machine and, if not, why not. */
public final class Availability {

    private static final Availability AVAILABLE = new Availability(null);

    private final @Nullable String reason;

    private Availability(@Nullable String reason) {
        this.reason = reason;
    }

    /**
     * It can be used.
     *
     * @return the answer; never {@code null}
     */
    public static Availability available() {
        return AVAILABLE;
    }

    /**
     * It cannot be used.
     *
     * @param reason what is missing and where it was looked for; never {@code null}
     * @return the answer; never {@code null}
     */
    public static Availability unavailable(String reason) {
        return new Availability(reason);
    }

    /**
     * Tell whether it can be used.
     *
     * @return true if it can
     */
    public boolean isAvailable() {
        return reason == null;
    }

    /**
     * Get why it cannot be used.
     *
     * @return the reason; empty if it can be used
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
