package dev.turbobench.tck;

import dev.turbobench.tck.CheckResult.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks, each on a thread of its own and with a deadline, so that a component that blocks fails the check only. */
public final class Conformance {

    /** Longer than any component needs for the small things that checks ask for, also on a slow and busy machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private Conformance() {}

    /**
     * Run a check.
     *
     * @param check the check; never {@code null}
     * @param patience how long it may take
     * @return how it ended; never {@code null}
     */
    public static CheckResult run(Check check, Duration patience) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            check.body().run();
            return true;
        });
        Thread thread = new Thread(task, "check-" + check.id());
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new CheckResult(check, Outcome.PASSED, "");
        } catch (TimeoutException e) {
            String place = Arrays.stream(thread.getStackTrace())
                    .filter(frame -> !frame.getClassName().startsWith("java."))
                    .findFirst()
                    .map(frame -> ", it is in " + frame)
                    .orElse("");
            thread.interrupt();
            return failed(check, "did not end within %d s%s".formatted(patience.toSeconds(), place));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SkippedException) {
                return new CheckResult(check, Outcome.SKIPPED, oneLine(String.valueOf(cause.getMessage())));
            }
            return failed(check, message(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(check, "interrupted");
        }
    }

    private static CheckResult failed(Check check, String message) {
        return new CheckResult(check, Outcome.FAILED, message);
    }

    private static String message(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return oneLine(thrown instanceof AssertionError ? text : "threw %s".formatted(thrown));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
