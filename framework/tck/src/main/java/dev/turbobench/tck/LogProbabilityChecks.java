package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.require;

import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.GenerationRequest;
import java.util.List;

/** What the contract demands of engines that report log-probabilities. */
final class LogProbabilityChecks {

    private final EngineSubject subject;

    private LogProbabilityChecks(EngineSubject subject) {
        this.subject = subject;
    }

    static List<Check> of(EngineSubject subject) {
        LogProbabilityChecks checks = new LogProbabilityChecks(subject);
        return List.of(
                new Check(
                        "log-probabilities",
                        "every generated token has a log-probability if asked for",
                        checks::generated),
                new Check(
                        "prompt-log-probabilities",
                        "every prompt token but the first has a log-probability if asked for",
                        checks::prompt));
    }

    private static void plausible(List<Float> values) {
        for (float value : values) {
            require(value <= 0 && value > Float.NEGATIVE_INFINITY, "not the logarithm of a probability: %s", value);
        }
    }

    private void generated() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            if (!trial.engine.info().capabilities().contains(Capability.LOG_PROBABILITIES)) {
                throw new SkippedException("info() lacks the capability LOG_PROBABILITIES");
            }
            GenerationRequest request = trial.request(trial.prompt(6, 1), 9, true, false);
            RecordingSink sink = trial.run(request);
            equal(
                    "log-probabilities of generated tokens",
                    9,
                    sink.logProbabilities().size());
            plausible(sink.logProbabilities());
            equal(
                    "log-probabilities that nobody asked for",
                    List.of(),
                    trial.run(trial.request(trial.prompt(6, 1), 3)).logProbabilities());
        }
    }

    private void prompt() throws InterruptedException {
        try (EngineTrial trial = new EngineTrial(subject)) {
            if (!trial.engine.info().capabilities().contains(Capability.PROMPT_LOG_PROBABILITIES)) {
                throw new SkippedException("info() lacks the capability PROMPT_LOG_PROBABILITIES");
            }
            RecordingSink sink = trial.run(trial.request(trial.prompt(17, 1), 2, false, true));
            equal(
                    "log-probabilities of prompt tokens",
                    16,
                    sink.promptLogProbabilities().size());
            plausible(sink.promptLogProbabilities());
        }
    }
}
