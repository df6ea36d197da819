package dev.turbobench.core.plugin;

import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.error.BenchmarkException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into one plugin: with its class loader as the context class loader, and with a name on what goes wrong.
 *
 * <p>Exceptions that the contract allows pass through. Everything else the plugin throws becomes a {@link
 * BenchmarkException} that names plugin and call; only errors of the virtual machine, such as no memory, are left alone.
 */
final class PluginCalls {

    private final PluginIdentity plugin;
    private final ClassLoader loader;

    PluginCalls(PluginIdentity plugin, ClassLoader loader) {
        this.plugin = plugin;
        this.loader = loader;
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

    <T, E extends Exception> T call(String what, Call<T, E> call) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
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
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    <E extends Exception> void run(String what, VoidCall<E> call) throws E {
        this.<Boolean, E>call(what, () -> {
            call.make();
            return true;
        });
    }

    private String subject(String what) {
        return "plugin %s %s (%s): %s".formatted(plugin.id(), plugin.version(), plugin.location(), what);
    }
}
