package dev.turbobench.core.plugin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Ends the loading of one plugin; never leaves this package. */
final class PluginRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    PluginRejectedException(RejectionReason reason, String message) {
        this(reason, message, null);
    }

    PluginRejectedException(RejectionReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }

    RejectedPlugin rejection(Path location, @Nullable String id) {
        return new RejectedPlugin(location, id, reason, getMessage());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
