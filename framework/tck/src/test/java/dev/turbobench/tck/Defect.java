package dev.turbobench.tck;

import java.util.Set;

/** What an engine can get wrong, and the checks of which at least one must notice. */
enum Defect {
    NONE,
    BAD_NAME("declaration"),
    NO_DEVICES("devices"),
    MAKES_UP_MODELS("unknown-model"),
    HIDES_ITS_DEVICE("description"),
    CHANGES_ITS_LIMITS("description"),
    ONE_TOKEN_LESS("exact-counts"),
    WRONG_TOTAL("exact-counts"),
    EVENTS_AFTER_THE_END("event-order"),
    ADMITTED_LATE("event-order"),
    ALL_AT_ONCE("emissions"),
    COLLECTS("emissions"),
    OWN_CLOCK("timestamps"),
    TIME_GOES_BACK("timestamps"),
    SKIPS_STEPS("steps"),
    COUNTS_PROMPT_TWICE("steps"),
    OUT_OF_VOCABULARY("vocabulary"),
    SORTS_THE_PROMPT("prompt-untouched"),
    WAITS_IN_SUBMIT("submit-returns"),
    ANSWERS_IN_SUBMIT("submit-returns"),
    LOSES_CONCURRENT_REQUESTS("concurrent-submission"),
    HANDLES_IN_REVERSE("together"),
    DEPENDS_ON_THE_BATCH("reproducible"),
    IGNORES_CANCEL("cancel"),
    ENDS_TWICE_WHEN_CANCELLED_LATE("late-cancel"),
    TAKES_TOO_LONG_REQUESTS("too-long"),
    LOG_PROBABILITY_MISSING("log-probabilities"),
    LOG_PROBABILITY_POSITIVE("log-probabilities"),
    PROMPT_LOG_PROBABILITY_MISSING("prompt-log-probabilities"),
    REMEMBERS_AFTER_RESET("reset"),
    RESETS_WHILE_RUNNING("reset-running"),
    NEGATIVE_MEMORY("memory"),
    LEAKS_MEMORY("memory-released"),
    ABANDONS_AT_CLOSE("close-running"),
    HANGS_IN_CLOSE("close-twice"),
    SECOND_CLOSE_FAILS("close-twice"),
    LEAVES_A_THREAD("threads-stopped"),
    NEEDS_THE_CONTEXT_LOADER("class-loader"),
    CANNOT_BE_REOPENED("reopen");

    private final Set<String> checks;

    Defect(String... checks) {
        this.checks = Set.of(checks);
    }

    Set<String> checks() {
        return checks;
    }
}
