package dev.turbobench.core.plugin;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one plugin: those on which it is called, and all that these start. Threads inherit their group, so this
 * tells whose they are, and who is to blame when one dies of an exception.
 */
final class PluginThreadGroup extends ThreadGroup {

    private static final Logger LOG = LoggerFactory.getLogger(PluginThreadGroup.class);

    private final String plugin;
    private final AtomicReference<@Nullable String> death = new AtomicReference<>();

    PluginThreadGroup(String plugin) {
        super(plugin);
        this.plugin = plugin;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        String message = "its thread \"%s\" died: %s".formatted(thread.getName(), Throwables.line(thrown));
        LOG.error("{}: {}", plugin, message);
        LOG.debug("{}: {}", plugin, message, thrown);
        death.compareAndSet(null, message);
    }

    /** How the first thread died since the last {@link #forget}; {@code null} if none did. */
    @Nullable
    String death() {
        return death.get();
    }

    void forget() {
        death.set(null);
    }
}
