package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.present;
import static dev.turbobench.tck.Demands.require;

import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.SamplingParameters;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.tck.EngineTrial.Step;
import dev.turbobench.tck.EngineTrial.Submitted;
import dev.turbobench.tck.RecordingSink.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the contract demands of the way in which an engine runs requests. */
final class RequestChecks {

    /** How often something is tried that a fast engine may have finished before it can be looked at. */
    private static final int ATTEMPTS = 5;

    private final EngineSubject subject;

    private RequestChecks(EngineSubject subject) {
        this.subject = subject;
    }

    static List<Check> of(EngineSubject subject) {
        RequestChecks checks = new RequestChecks(subject);
        return List.of(
                new Check("exact-counts", "a request gets exactly the tokens that it asked for", checks::exactCounts),
                new Check("event-order", "events come in order, and one of them ends the request", checks::eventOrder),
                new Check("emissions", "tokens are delivered when they exist, not collected", checks::emissions),
                new Check("timestamps", "times are read from the given clock and never go back", checks::timestamps),
                new Check("steps", "reported steps add up to the work that was done", checks::steps),
                new Check("vocabulary", "token ids are in the vocabulary", checks::vocabulary),
                new Check("prompt-untouched", "the array of the prompt is not changed", checks::promptUntouched),
                new Check("submit-returns", "submit() does not wait for the model", checks::submitReturns),
                new Check("concurrent-submission", "many threads may submit at once", checks::concurrentSubmission),
                new Check("together", "submitTogether() returns a handle for each request, in order", checks::together),
                new Check("reproducible", "the same request gives the same tokens in any batch", checks::reproducible),
                new Check("cancel", "a cancelled request ends soon and once", checks::cancel),
                new Check("late-cancel", "cancelling twice or after the end does nothing", checks::lateCancel),
                new Check("too-long", "submit() refuses a request beyond the limits", checks::tooLong));
    }

    private static void exact(RecordingSink sink, GenerationRequest request) {
        equal("reason in onFinish", FinishReason.LENGTH, sink.reason());
        equal("tokens delivered", request.maxNewTokens(), sink.tokens().size());
        equal("completionTokens in onFinish", request.maxNewTokens(), sink.completionTokens());
        equal("promptTokens in onFinish", request.promptTokens().length, sink.promptTokens());
        int cached = sink.cachedPromptTokens();
        require(
                cached >= 0 && cached <= request.promptTokens().length,
                "cachedPromptTokens in onFinish: %d of %d",
                cached,
                request.promptTokens().length);
    }

    private void exactCounts() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            for (int newTokens : new int[] {1, 2, 7, 33}) {
                for (int promptTokens : new int[] {1, 5, 64}) {
                    GenerationRequest request = trial.request(trial.prompt(promptTokens, newTokens), newTokens);
                    exact(trial.run(request), request);
                }
            }
        }
    }

    private void eventOrder() throws InterruptedException {
        List<RecordingSink> sinks = new ArrayList<>();
        try (EngineTrial trial = new EngineTrial(subject)) {
            for (int i = 0; i < 4; i++) {
                sinks.add(trial.submit(trial.request(trial.prompt(8, i), 8)).sink());
            }
            for (RecordingSink sink : sinks) {
                sink.awaitFinish(subject.patience());
            }
        }
        for (RecordingSink sink : sinks) {
            List<Event> events = sink.events();
            require(sink.violations().isEmpty(), "%s", String.join("; ", sink.violations()));
            equal("last event", "onFinish", events.get(events.size() - 1).kind());
            List<Event> admissions = sink.events("onAdmitted");
            if (!admissions.isEmpty()) {
                equal("first event", "onAdmitted", events.get(0).kind());
                require(
                        admissions.size() == 1 + sink.events("onPreempted").size(),
                        "onAdmitted came %d times with %d preemptions",
                        admissions.size(),
                        sink.events("onPreempted").size());
            }
        }
    }

    private void emissions() throws InterruptedException {
        int newTokens = 32;
        String problem = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (EngineTrial trial = new EngineTrial(subject)) {
                List<Event> emissions =
                        trial.run(trial.request(trial.prompt(8, 1), newTokens)).events("onTokens");
                require(emissions.size() > 1, "all %d tokens came in one call of onTokens", newTokens);
                if (trial.engine.info().capabilities().contains(Capability.STEPS)) {
                    long generating = trial.steps.stream()
                            .filter(step -> step.decodeSequences() > 0)
                            .count();
                    equal("calls of onTokens, one for each step that generated", generating + 1, (long)
                            emissions.size());
                }
                // Delivered late or not can only be told from this: a token arrived before the last one existed.
                if (emissions.get(0).arrival()
                        <= emissions.get(emissions.size() - 1).timestamp()) {
                    return;
                }
                problem = "the first token arrived only after the last one had been generated";
            }
        }
        require(false, "%s, in %d of %d attempts", problem, ATTEMPTS, ATTEMPTS);
    }

    private void timestamps() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            long before = trial.ticker.nanoTime();
            RecordingSink sink = trial.run(trial.request(trial.prompt(8, 1), 16));
            long last = before;
            for (Event event : sink.events()) {
                if (event.timestamp() == Long.MIN_VALUE) {
                    continue;
                }
                require(
                        event.timestamp() >= last,
                        "the time of %s is %d ns before what preceded it (or not of the clock in EngineContext)",
                        event.kind(),
                        last - event.timestamp());
                require(
                        event.timestamp() <= event.arrival(),
                        "the time of %s is %d ns after its arrival",
                        event.kind(),
                        event.timestamp() - event.arrival());
                last = event.timestamp();
            }
        }
    }

    private void steps() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            boolean reports = trial.engine.info().capabilities().contains(Capability.STEPS);
            for (int round = 0; round < 2; round++) {
                trial.steps.clear();
                GenerationRequest request = trial.request(trial.prompt(24, 3), 9);
                RecordingSink sink = trial.run(request);
                List<Step> steps = List.copyOf(trial.steps);
                if (!reports) {
                    require(steps.isEmpty(), "steps are reported, but info() lacks the capability STEPS");
                    continue;
                }
                equal(
                        "prompt tokens computed in steps, plus those from a cache",
                        request.promptTokens().length,
                        steps.stream().mapToInt(Step::prefillTokens).sum() + sink.cachedPromptTokens());
                equal(
                        "sequences that generated, over all steps",
                        request.maxNewTokens() - 1,
                        steps.stream().mapToInt(Step::decodeSequences).sum());
                long end = Long.MIN_VALUE;
                for (Step step : steps) {
                    require(step.start() <= step.end(), "a step ended before it started: %s", step);
                    require(step.end() >= end, "steps are out of order: %s", step);
                    end = step.end();
                }
            }
        }
    }

    private void vocabulary() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            int size = trial.engine.info().vocabularySize();
            for (int i = 0; i < 4; i++) {
                for (int token :
                        trial.run(trial.request(trial.prompt(6, i), 16)).tokens()) {
                    require(token >= 0 && token < size, "token %d is not below %d", token, size);
                }
            }
        }
    }

    private void promptUntouched() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            int[] prompt = trial.prompt(40, 2);
            prompt[0] = prompt[39];
            int[] copy = prompt.clone();
            trial.run(trial.request(prompt, 8));
            require(java.util.Arrays.equals(copy, prompt), "the array of the prompt was changed");
        }
    }

    private void submitReturns() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            boolean waited = true;
            for (int attempt = 0; attempt < ATTEMPTS && waited; attempt++) {
                GenerationRequest request = trial.request(trial.prompt(8, attempt), EngineTrial.SEQUENCE_TOKENS - 8);
                RecordingSink sink = trial.sink(request);
                trial.engine.submit(request, sink);
                waited = sink.hasEnded();
                sink.awaitFinish(subject.patience());
                for (Event event : sink.events()) {
                    require(
                            event.thread() != Thread.currentThread(),
                            "%s was called on the thread that submitted",
                            event.kind());
                }
            }
            require(!waited, "submit() returned only after the request had ended");
        }
    }

    private void concurrentSubmission() throws InterruptedException {
        int threads = 8;
        int each = 4;
        try (EngineTrial trial = new EngineTrial(subject)) {
            CountDownLatch start = new CountDownLatch(1);
            List<GenerationRequest> requests = new ArrayList<>();
            List<RecordingSink> sinks = new ArrayList<>();
            List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Thread> submitters = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                List<GenerationRequest> own = new ArrayList<>();
                List<RecordingSink> ownSinks = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    own.add(trial.request(trial.prompt(4 + i, t), 5 + t));
                    ownSinks.add(trial.sink(own.get(i)));
                }
                requests.addAll(own);
                sinks.addAll(ownSinks);
                submitters.add(new Thread(() -> {
                    try {
                        start.await();
                        for (int i = 0; i < each; i++) {
                            trial.engine.submit(own.get(i), ownSinks.get(i));
                        }
                    } catch (InterruptedException | RuntimeException e) {
                        thrown.add(e);
                    }
                }));
            }
            submitters.forEach(Thread::start);
            start.countDown();
            for (Thread submitter : submitters) {
                submitter.join(subject.patience().toMillis());
            }
            require(thrown.isEmpty(), "submit() threw when called from %d threads: %s", threads, thrown);
            for (int i = 0; i < sinks.size(); i++) {
                exact(sinks.get(i).awaitFinish(subject.patience()), requests.get(i));
            }
        }
    }

    private void together() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            List<GenerationRequest> requests = new ArrayList<>();
            List<RecordingSink> sinks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                requests.add(trial.request(trial.prompt(5, i), 3 + i));
                sinks.add(trial.sink(requests.get(i)));
            }
            List<RequestHandle> handles = present("submitTogether()", trial.engine.submitTogether(requests, sinks));
            equal(
                    "ids of the handles",
                    requests.stream().map(GenerationRequest::id).toList(),
                    handles.stream().map(RequestHandle::id).toList());
            for (int i = 0; i < sinks.size(); i++) {
                exact(sinks.get(i).awaitFinish(subject.patience()), requests.get(i));
            }
        }
    }

    private void reproducible() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            List<SamplingParameters> ways = new ArrayList<>(List.of(SamplingParameters.GREEDY));
            if (trial.engine.info().capabilities().contains(Capability.SAMPLING)) {
                ways.add(new SamplingParameters(8, 0.9, 1.2));
            }
            for (SamplingParameters sampling : ways) {
                int[] prompt = trial.prompt(12, 5);
                List<Integer> alone =
                        trial.run(sampled(1_000_001, prompt, sampling)).tokens();
                GenerationRequest again = sampled(1_000_002, prompt, sampling);
                List<Submitted> others = new ArrayList<>();
                others.add(trial.submit(trial.request(trial.prompt(3, 1), 40)));
                others.add(trial.submit(trial.request(trial.prompt(30, 2), 20)));
                RecordingSink sink = trial.submit(again).sink();
                others.add(trial.submit(trial.request(trial.prompt(7, 3), 30)));
                List<Integer> batched = sink.awaitFinish(subject.patience()).tokens();
                for (Submitted other : others) {
                    other.sink().awaitFinish(subject.patience());
                }
                equal("tokens of the same request in a batch, %s".formatted(sampling), alone, batched);
            }
        }
    }

    private static GenerationRequest sampled(long id, int[] prompt, SamplingParameters sampling) {
        return new GenerationRequest(id, prompt, 24, sampling, true, 11, false, false);
    }

    private void cancel() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            if (!trial.engine.info().capabilities().contains(Capability.CANCELLATION)) {
                throw new SkippedException("info() lacks the capability CANCELLATION");
            }
            boolean cancelled = false;
            for (int attempt = 0; attempt < ATTEMPTS && !cancelled; attempt++) {
                List<Submitted> requests = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    requests.add(trial.submit(trial.request(trial.prompt(4, i), EngineTrial.SEQUENCE_TOKENS - 4)));
                }
                requests.get(0).sink().awaitToken(subject.patience());
                requests.forEach(request -> request.handle().cancel());
                for (Submitted request : requests) {
                    RecordingSink sink = request.sink().awaitFinish(subject.patience());
                    cancelled |= sink.reason() == FinishReason.CANCELLED;
                    equal(
                            "completionTokens of a cancelled request",
                            sink.tokens().size(),
                            sink.completionTokens());
                    require(
                            sink.reason() != FinishReason.LENGTH
                                    || sink.tokens().size() == EngineTrial.SEQUENCE_TOKENS - 4,
                            "a cancelled request ended as if complete with %d tokens",
                            sink.tokens().size());
                }
            }
            require(cancelled, "no request ended with CANCELLED, though all were cancelled after the first token");
        }
    }

    private void lateCancel() throws InterruptedException {
        RecordingSink sink;
        try (EngineTrial trial = new EngineTrial(subject)) {
            Submitted request = trial.submit(trial.request(trial.prompt(4, 1), 4));
            sink = request.sink().awaitFinish(subject.patience());
            request.handle().cancel();
            request.handle().cancel();
            trial.run(trial.request(trial.prompt(4, 2), 4));
        }
        require(sink.violations().isEmpty(), "%s", String.join("; ", sink.violations()));
    }

    private void tooLong() {
        RecordingSink sink;
        try (EngineTrial trial = new EngineTrial(subject)) {
            int limit = trial.engine.limits().maxSequenceTokens();
            if (limit > 1 << 24) {
                throw new SkippedException("the limit of %d tokens is too long to be exceeded".formatted(limit));
            }
            GenerationRequest request = trial.request(trial.prompt(limit, 0), 2);
            sink = trial.sink(request);
            boolean refused = false;
            try {
                trial.engine.submit(request, sink);
            } catch (BenchmarkException e) {
                refused = true;
                Demands.text("the message about a request that is too long", e.getMessage());
            }
            require(refused, "submit() took a request of %d tokens with a limit of %d", limit + 2, limit);
        }
        equal("events of a refused request", List.of(), sink.events());
    }
}
