package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.present;
import static dev.turbobench.tck.Demands.require;

import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.tck.EngineTrial.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the contract demands of the life of an engine: resetting, memory, closing. */
final class LifecycleChecks {

    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MILLIS = 20;

    /** Threads that the platform, libraries or the framework start behind an engine's back. */
    private static final Set<String> OTHERS = Set.of("JNA Cleaner", "Common-Cleaner", "process reaper");

    private final EngineSubject subject;

    private LifecycleChecks(EngineSubject subject) {
        this.subject = subject;
    }

    static List<Check> of(EngineSubject subject) {
        LifecycleChecks checks = new LifecycleChecks(subject);
        return List.of(
                new Check("reset", "reset() makes the engine forget earlier requests", checks::reset),
                new Check("reset-running", "reset() refuses while a request is running", checks::resetWhileRunning),
                new Check("memory", "memoryUsage() adds up", checks::memory),
                new Check(
                        "memory-released", "requests that ended hold no memory after reset()", checks::memoryReleased),
                new Check("close-running", "close() ends every request that is running", checks::closeWhileRunning),
                new Check("close-twice", "close() may be called again, submit() may not", checks::closeTwice),
                new Check("threads-stopped", "close() stops the threads of the engine", checks::threadsStopped),
                new Check("reopen", "an engine can be created again after another was closed", checks::reopen));
    }

    private void reset() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            int[] prompt = trial.prompt(64, 4);
            List<Integer> first = trial.run(trial.request(prompt, 8)).tokens();
            trial.engine.reset();
            RecordingSink second = trial.run(trial.request(prompt, 8));
            equal("prompt tokens from a cache after reset()", 0, second.cachedPromptTokens());
            equal("tokens after reset()", first, second.tokens());
        }
    }

    private void resetWhileRunning() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Submitted request =
                        trial.submit(trial.request(trial.prompt(4, attempt), EngineTrial.SEQUENCE_TOKENS - 4));
                request.sink().awaitToken(subject.patience());
                boolean refused = false;
                try {
                    trial.engine.reset();
                } catch (RuntimeException e) {
                    require(isIllegalState(e), "reset() threw %s, expected IllegalStateException", e);
                    refused = true;
                }
                boolean stillRunning = !request.sink().hasEnded();
                request.handle().cancel();
                request.sink().awaitEnd(subject.patience());
                require(refused || !stillRunning, "reset() did not refuse while a request was running");
                if (refused) {
                    return;
                }
            }
            throw new SkippedException("every request ended before reset() could be called; take a larger model");
        }
    }

    /** The framework passes on what a plugin throws as the cause of its own exception. */
    private static boolean isIllegalState(@Nullable Throwable thrown) {
        return thrown != null && (thrown instanceof IllegalStateException || isIllegalState(thrown.getCause()));
    }

    private void memory() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            trial.run(trial.request(trial.prompt(16, 1), 8));
            MemoryUsage usage = present("memoryUsage()", trial.engine.memoryUsage());
            equal("ranks in memoryUsage()", 1, usage.ranks().size());
            for (MemoryUsage.Rank rank : usage.ranks()) {
                require(
                        rank.weights() >= 0
                                && rank.kvReserved() >= 0
                                && rank.kvLive() >= 0
                                && rank.workspace() >= 0
                                && rank.overhead() >= 0,
                        "negative memory: %s",
                        rank);
                require(rank.kvLive() <= rank.kvReserved(), "kvLive is more than kvReserved: %s", rank);
                Demands.text("device of " + rank, rank.device());
            }
        }
    }

    private void memoryReleased() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            List<Long> totals = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                List<Submitted> requests = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    requests.add(trial.submit(trial.request(trial.prompt(32, i), 16)));
                }
                for (Submitted request : requests) {
                    request.sink().awaitFinish(subject.patience());
                }
                trial.engine.reset();
                MemoryUsage usage = trial.engine.memoryUsage();
                equal("kvLive after reset()", 0L, usage.ranks().get(0).kvLive());
                totals.add(usage.largestRank());
            }
            require(totals.get(2) <= totals.get(1), "memory grows with every batch: %s", totals);
        }
    }

    private void closeWhileRunning() throws InterruptedException {
        EngineTrial trial = new EngineTrial(subject);
        List<Submitted> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(trial.submit(trial.request(trial.prompt(4, i), EngineTrial.SEQUENCE_TOKENS - 4)));
        }
        requests.get(0).sink().awaitToken(subject.patience());
        trial.close();
        for (Submitted request : requests) {
            request.sink().awaitEnd(subject.patience());
        }
    }

    private void closeTwice() throws InterruptedException {
        EngineTrial trial = new EngineTrial(subject);
        trial.run(trial.request(trial.prompt(4, 0), 2));
        dev.turbobench.spi.engine.GenerationRequest late = trial.request(trial.prompt(4, 0), 2);
        trial.close();
        trial.close();
        boolean refused = false;
        RecordingSink sink = trial.sink(late);
        try {
            trial.engine.submit(late, sink);
        } catch (RuntimeException e) {
            refused = true;
        }
        require(refused, "submit() took a request after close()");
        trial.close();
    }

    private void threadsStopped() throws InterruptedException {
        Set<Thread> before = threads();
        try (EngineTrial trial = new EngineTrial(subject)) {
            trial.run(trial.request(trial.prompt(4, 0), 4));
        }
        long end = System.nanoTime() + subject.patience().toNanos() / 4;
        List<String> left;
        do {
            left = threads().stream()
                    .filter(thread -> !before.contains(thread))
                    .map(Thread::getName)
                    .sorted()
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() < end);
        require(false, "threads are left after close(): %s", left);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !OTHERS.contains(thread.getName()))
                .filter(thread -> !thread.getName().startsWith("calls-"))
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .collect(Collectors.toSet());
    }

    private void reopen() throws InterruptedException {
        List<List<Integer>> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (EngineTrial trial = new EngineTrial(subject)) {
                tokens.add(trial.run(trial.request(trial.prompt(10, 1), 8)).tokens());
            }
        }
        equal("tokens of the third engine", tokens.get(0), tokens.get(2));
    }
}
