package dev.turbobench.core.run;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.plan.Feasibility;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.RequestLog;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decides whether the numbers of a case are those of a static batch: every request generated exactly the tokens that it
 * was to generate, all ran together, nothing was computed twice, and nothing came from a cache.
 */
final class ValidityCheck {

    private final CaseRecord record;
    private final EventLog log;
    private final RoundStart start;
    private final List<String> reasons = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ValidityCheck(CaseRecord record, EventLog log, RoundStart start) {
        this.record = record;
        this.log = log;
        this.start = start;
    }

    /**
     * What was found.
     *
     * @param reasons why the numbers are not valid; empty if they are
     * @param notes what could not be checked
     */
    record Finding(List<String> reasons, List<String> notes) {}

    static Finding of(CaseRecord record, EventLog log, RoundStart start) {
        ValidityCheck check = new ValidityCheck(record, log, start);
        check.checkTokens();
        check.checkLiveBatch();
        check.checkPreemptions();
        check.checkCache();
        check.checkContract();
        return new Finding(List.copyOf(check.reasons), List.copyOf(check.notes));
    }

    private void checkTokens() {
        int expected = record.spec().completionTokens();
        int prompt = record.spec().promptTokens();
        int wrong = 0;
        String first = "";
        for (int round = 0; round < record.rounds(); round++) {
            List<RequestLog> requests = log.round(round).requests();
            for (int i = 0; i < requests.size(); i++) {
                RequestLog request = requests.get(i);
                int delivered = request.completionTokens();
                int claimed = request.claimedCompletionTokens();
                if (delivered == expected && claimed == expected && request.promptTokens() == prompt) {
                    continue;
                }
                wrong++;
                if (wrong == 1) {
                    first =
                            ("request %d in round %d got %d of %d tokens and was told of %d, for a prompt of %d that the"
                                            + " engine counts as %d")
                                    .formatted(
                                            i + 1,
                                            round + 1,
                                            delivered,
                                            expected,
                                            claimed,
                                            prompt,
                                            request.promptTokens());
                }
            }
        }
        if (wrong > 0) {
            reasons.add("tokens: %d of %d requests have wrong counts; %s"
                    .formatted(wrong, record.rounds() * record.spec().concurrency(), first));
        }
    }

    private void checkLiveBatch() {
        int concurrency = record.spec().concurrency();
        if (record.spec().completionTokens() == 1) {
            // Without decode a batch exists only as long as its prompts are computed, one chunk after the other.
            if (Feasibility.of(record.spec(), record.limits()) instanceof Feasibility.Queues) {
                reasons.add("queued: capacity %d/%d"
                        .formatted(
                                record.limits()
                                        .concurrentSequences(record.spec().sequenceTokens()),
                                concurrency));
            }
            return;
        }
        OptionalInt smallest = OptionalInt.empty();
        int where = 0;
        for (int round = 0; round < record.rounds(); round++) {
            RoundRecord events = record.round(round);
            OptionalInt largest = LiveBatch.largestStep(events);
            if (largest.isEmpty()) {
                largest = LiveBatch.largestAdmitted(events);
            }
            if (largest.isEmpty()) {
                notes.add("live batch not checked: the engine reports neither steps nor admissions");
                return;
            }
            if (smallest.isEmpty() || largest.getAsInt() < smallest.getAsInt()) {
                smallest = largest;
                where = round + 1;
            }
        }
        if (smallest.getAsInt() < concurrency) {
            boolean together = start == RoundStart.TOGETHER;
            String round = together && record.rounds() > 1 ? " in round " + where : "";
            String batch = "largest live batch %d/%d%s".formatted(smallest.getAsInt(), concurrency, round);
            reasons.add(
                    together && LiveBatch.wasTooShort(record.round(where - 1))
                            ? "too short: " + batch
                                    + ", a request had ended before the engine took in the last; take longer completions"
                            : "queued: " + batch);
        }
        if (log.steps().dropped() > 0) {
            notes.add("%d engine steps were not recorded, because the log was full"
                    .formatted(log.steps().dropped()));
        }
    }

    private void checkPreemptions() {
        int requests = 0;
        int times = 0;
        for (int round = 0; round < record.rounds(); round++) {
            for (int request = 0; request < record.round(round).requests(); request++) {
                int preemptions = record.round(round).preemptions(request);
                times += preemptions;
                requests += preemptions > 0 ? 1 : 0;
            }
        }
        if (times > 0) {
            reasons.add("preempted: %d requests lost their KV blocks %d times".formatted(requests, times));
        }
    }

    private void checkCache() {
        int requests = 0;
        long tokens = 0;
        for (int round = 0; round < record.rounds(); round++) {
            for (int request = 0; request < record.round(round).requests(); request++) {
                int cached = record.round(round).cachedPromptTokens(request);
                tokens += cached;
                requests += cached > 0 ? 1 : 0;
            }
        }
        if (tokens > 0) {
            reasons.add("cached: %d requests took %d prompt tokens from a cache".formatted(requests, tokens));
        }
    }

    private void checkContract() {
        for (int round = 0; round < record.rounds(); round++) {
            for (RequestLog request : log.round(round).requests()) {
                String violation = request.violation();
                if (violation != null) {
                    reasons.add("engine broke its contract in round %d: %s".formatted(round + 1, violation));
                    return;
                }
            }
        }
    }
}
