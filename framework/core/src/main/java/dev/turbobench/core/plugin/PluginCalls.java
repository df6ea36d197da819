package dev.turbobench.core.plugin;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls into one plugin: on a thread of the plugin, with its class loader as the context class loader, with a deadline, and
 * with a name on what goes wrong.
 *
 * <p>Exceptions that the contract allows pass through. Everything else the plugin throws becomes a {@link
 * BenchmarkException} that names plugin and call; only errors of the virtual machine, such as no memory, are left alone.
 */
final class PluginCalls {

    private final PluginIdentity plugin;
    private final ClassLoader loader;
    private final PluginTimeouts timeouts;
    private final PluginThreadGroup group;
    private final Lane lane;

    PluginCalls(PluginIdentity plugin, ClassLoader loader, PluginTimeouts timeouts) {
        this(plugin, loader, timeouts, new PluginThreadGroup("plugin %s %s".formatted(plugin.id(), plugin.version())));
    }

    private PluginCalls(PluginIdentity plugin, ClassLoader loader, PluginTimeouts timeouts, PluginThreadGroup group) {
        this.plugin = plugin;
        this.loader = loader;
        this.timeouts = timeouts;
        this.group = group;
        this.lane = new Lane(group, "calls-" + plugin.id(), loader);
    }

    /** A call with a result. */
    @FunctionalInterface
    interface Call<T, E extends Exception> {
        @Nullable
        T make() throws E;
    }

    /** A call without a result. */
    @FunctionalInterface
    interface VoidCall<E extends Exception> {
        void make() throws E;
    }

    /** Calls into the same plugin on a thread of their own. */
    PluginCalls apart() {
        return new PluginCalls(plugin, loader, timeouts, group);
    }

    /** End the thread of these calls, which can still be used: the next call starts another. */
    void rest() {
        lane.close();
    }

    PluginThreadGroup threads() {
        return group;
    }

    ClassLoader loader() {
        return loader;
    }

    String name() {
        return "plugin %s %s".formatted(plugin.id(), plugin.version());
    }

    <T, E extends Exception> T call(String what, Call<T, E> call) throws E {
        return onLane(what, timeouts.ofCall(), call, late -> {});
    }

    /**
     * Make a call that may take as long as loading a model.
     *
     * @param late what to do with its result if it returns after it was given up
     */
    <T, E extends Exception> T load(String what, Call<T, E> call, Consumer<T> late) throws E {
        return onLane(what, timeouts.ofLoad(), call, late);
    }

    <E extends Exception> void run(String what, VoidCall<E> call) throws E {
        this.<Boolean, E>call(what, () -> {
            call.make();
            return true;
        });
    }

    private <T, E extends Exception> T onLane(
            String what, PluginTimeouts.Limit limit, Call<T, E> call, Consumer<T> late) throws E {
        return named(what, () -> {
            try {
                return lane.<@Nullable T>call(limit, call::make, result -> {
                    if (result != null) {
                        late.accept(result);
                    }
                });
            } catch (TimeoutException e) {
                throw new BenchmarkException(PLUGIN_FAILED, "%s %s".formatted(subject(what), e.getMessage()), e);
            } catch (ExecutionException e) {
                throw PluginCalls.<E>unwrap(e);
            }
        });
    }

    /** What the plugin threw: unchecked, or the checked exception that the call declares. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unwrap(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        return (E) cause;
    }

    /** Make a call on this thread and without a deadline: for a command, which may work as long as it likes. */
    <T, E extends Exception> T callHere(String what, Call<T, E> call) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return named(what, call);
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    private <T, E extends Exception> T named(String what, Call<T, E> call) throws E {
        try {
            T result = call.make();
            if (result == null) {
                throw new BenchmarkException(PLUGIN_FAILED, "%s returned null".formatted(subject(what)));
            }
            return result;
        } catch (BenchmarkException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            throw new BenchmarkException(PLUGIN_FAILED, "%s threw %s".formatted(subject(what), Throwables.line(e)), e);
        }
    }

    private String subject(String what) {
        return "%s (%s): %s".formatted(name(), plugin.location(), what);
    }
}
