package dev.turbobench.core.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds threads that plugins started and did not stop. */
public final class PluginThreads {

    private static final long PAUSE_MILLIS = 20;

    /** Started by Java and by the libraries of a plugin behind its back; they cannot be stopped and end by themselves. */
    private static final Set<String> LIBRARY_THREADS = Set.of("JNA Cleaner", "process reaper");

    private final Set<Thread> before;

    private PluginThreads(Set<Thread> before) {
        this.before = Set.copyOf(before);
    }

    /** Start to watch: threads that run already are not counted. */
    public static PluginThreads watch() {
        return new PluginThreads(Thread.getAllStackTraces().keySet());
    }

    /**
     * Get the threads that are left when nothing of the plugins is in use any more.
     *
     * @param patience how long threads that were told to stop may need
     * @return one line for each plugin that left some; empty if all stopped
     */
    public List<String> left(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Map<String, List<String>> left = find();
        try {
            while (!left.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(PAUSE_MILLIS);
                left = find();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return left.entrySet().stream()
                .map(entry -> "%s left %d %s running: %s; an engine has to stop its threads in close()"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().size(),
                                entry.getValue().size() == 1 ? "thread" : "threads",
                                String.join(", ", entry.getValue())))
                .toList();
    }

    private Map<String, List<String>> find() {
        Map<String, List<String>> found = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            String owner = owner(thread, stack);
            boolean ours = thread instanceof Lane.LaneThread || isRunByHost(stack);
            if (owner != null && !ours && !before.contains(thread) && !LIBRARY_THREADS.contains(thread.getName())) {
                found.computeIfAbsent(owner, key -> new ArrayList<>()).add("\"%s\"".formatted(thread.getName()));
            }
        });
        found.values().forEach(names -> names.sort(null));
        return found;
    }

    /** By its group, its class loader or the code that it runs: a plugin can change any one of them. */
    private static @Nullable String owner(Thread thread, StackTraceElement[] stack) {
        for (ThreadGroup group = thread.getThreadGroup(); group != null; group = group.getParent()) {
            if (group instanceof PluginThreadGroup) {
                return group.getName();
            }
        }
        for (StackTraceElement frame : stack) {
            String loader = frame.getClassLoaderName();
            if (loader != null && loader.startsWith(PluginClassLoader.NAME_PREFIX)) {
                return loader;
            }
        }
        return thread.getContextClassLoader() instanceof PluginClassLoader loader ? loader.getName() : null;
    }

    /** Threads of the host have its class loader too while they call into a plugin. */
    private static boolean isRunByHost(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("dev.turbobench.core.")) {
                return true;
            }
        }
        return false;
    }
}
