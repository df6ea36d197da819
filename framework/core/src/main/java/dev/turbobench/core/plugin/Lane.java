package dev.turbobench.core.plugin;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which calls into a plugin are made, one after the other. A call that does not return in time keeps its
 * thread, and the next one gets a new thread.
 */
final class Lane {

    private final PluginThreadGroup group;
    private final String name;
    private final ClassLoader loader;
    private @Nullable LaneThread thread;

    /**
     * Create a lane; its thread starts with the first call.
     *
     * @param loader the context class loader of the thread
     */
    Lane(PluginThreadGroup group, String name, ClassLoader loader) {
        this.group = group;
        this.name = name;
        this.loader = loader;
    }

    /**
     * Make a call.
     *
     * @param late what to do with a result that came after the time was over
     * @throws TimeoutException if it did not return in time; the message says where it is
     * @throws ExecutionException with what it threw
     */
    <T extends @Nullable Object> T call(
            PluginTimeouts.Limit limit, Callable<T> call, java.util.function.Consumer<T> late)
            throws TimeoutException, ExecutionException {
        AtomicBoolean claimed = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> {
            T result = call.call();
            if (!claimed.compareAndSet(false, true)) {
                late.accept(result);
            }
            return result;
        });
        LaneThread worker = submit(task);
        boolean interrupted = false;
        long end = System.nanoTime() + limit.duration().toNanos();
        try {
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (!claimed.compareAndSet(false, true)) {
                        continue; // it returned at the last moment
                    }
                    throw giveUp(worker, limit);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized LaneThread submit(FutureTask<?> task) {
        LaneThread current = thread;
        if (current == null) {
            current = new LaneThread(group, name);
            current.setDaemon(true);
            current.setContextClassLoader(loader);
            current.start();
            thread = current;
        }
        current.tasks.add(task);
        return current;
    }

    private synchronized TimeoutException giveUp(LaneThread worker, PluginTimeouts.Limit limit) {
        StackTraceElement[] stack = worker.getStackTrace();
        String place = Arrays.stream(stack)
                .filter(frame -> loader.getName() != null && loader.getName().equals(frame.getClassLoaderName()))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> "%s.%s(%s:%d)"
                        .formatted(
                                frame.getClassName(),
                                frame.getMethodName(),
                                frame.getFileName(),
                                frame.getLineNumber()))
                .orElse("unknown code");
        if (thread == worker) {
            thread = null;
        }
        worker.leave();
        return new TimeoutException("did not return within %d s (%s) and is still in %s"
                .formatted(limit.duration().toSeconds(), limit.option(), place));
    }

    /** End the thread once its last call has returned. */
    synchronized void close() {
        if (thread != null) {
            thread.leave();
            thread = null;
        }
    }

    /** Does one task after the other. */
    static final class LaneThread extends Thread {

        private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
        private volatile boolean leaving;

        LaneThread(PluginThreadGroup group, String name) {
            super(group, name);
        }

        @Override
        public void run() {
            while (!leaving) {
                try {
                    tasks.take().run();
                } catch (InterruptedException e) {
                    // Either it is time to leave, or a plugin left its own interruption behind.
                }
            }
        }

        private void leave() {
            leaving = true;
            interrupt();
        }
    }
}
