package dev.turbobench.tck;

import static dev.turbobench.tck.Demands.equal;
import static dev.turbobench.tck.Demands.present;
import static dev.turbobench.tck.Demands.require;
import static dev.turbobench.tck.Demands.text;

import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;

/** What the contract demands of an engine. */
public final class EngineChecks {

    private final EngineSubject subject;

    private EngineChecks(EngineSubject subject) {
        this.subject = subject;
    }

    /**
     * Get the checks for an engine.
     *
     * @param subject the engine; never {@code null}
     * @return the checks in the order in which to run them; never {@code null}
     */
    public static List<Check> of(EngineSubject subject) {
        EngineChecks checks = new EngineChecks(subject);
        List<Check> all = new ArrayList<>(List.of(
                new Check("declaration", "name, description and options are well-formed", checks::declaration),
                new Check(
                        "devices", "devices() offers devices, each once, and says why one is missing", checks::devices),
                new Check("unknown-model", "create() refuses a model that does not exist", checks::unknownModel),
                new Check("description", "info() and limits() describe what runs", checks::description),
                new Check(
                        "class-loader",
                        "the context class loader of the caller does not matter",
                        checks::classLoader)));
        all.addAll(RequestChecks.of(subject));
        all.addAll(LogProbabilityChecks.of(subject));
        all.addAll(LifecycleChecks.of(subject));
        return List.copyOf(all);
    }

    private void declaration() {
        Demands.name("name()", subject.factory().name());
        text("description()", subject.factory().description());
        present("options()", subject.factory().options()).forEach(option -> text(option.name(), option.description()));
        equal("a second name()", subject.factory().name(), subject.factory().name());
    }

    private void devices() {
        List<DeviceOffer> offers = present("devices()", subject.factory().devices(subject.parsedOptions()));
        require(!offers.isEmpty(), "devices() is empty; offer the device as unavailable instead");
        Demands.distinct("devices()", offers.stream().map(DeviceOffer::name).toList());
        for (DeviceOffer offer : offers) {
            offer.availability()
                    .reason()
                    .ifPresent(reason -> text("the reason why " + offer.name() + " is missing", reason));
        }
    }

    private void unknownModel() {
        try (EngineTrial trial = new EngineTrial(subject, "/no/such/model/anywhere")) {
            require(false, "create() made %s of a model that does not exist", trial.engine.info());
        } catch (BenchmarkException e) {
            text("the message about a missing model", e.getMessage());
        }
    }

    private void description() {
        try (EngineTrial trial = new EngineTrial(subject)) {
            EngineInfo info = present("info()", trial.engine.info());
            equal("model of info()", subject.model(), info.model());
            require(info.vocabularySize() > 0, "vocabularySize of info(): %d", info.vocabularySize());
            require(info.parameters() >= 0, "parameters of info(): %d", info.parameters());
            equal("tensorParallelSize of info()", 1, info.tensorParallelSize());
            equal("number of deviceNames of info()", 1, info.deviceNames().size());
            text("dataType of info()", info.dataType());
            EngineLimits limits = present("limits()", trial.engine.limits());
            require(limits.maxBatchSize() >= 1, "maxBatchSize of limits(): %d", limits.maxBatchSize());
            require(limits.kvBlocks() >= 1 && limits.kvBlockTokens() >= 1, "no KV blocks: %s", limits);
            require(
                    limits.maxSequenceTokens() >= EngineTrial.SEQUENCE_TOKENS,
                    "asked for sequences of %d tokens, found limits of %d",
                    EngineTrial.SEQUENCE_TOKENS,
                    limits.maxSequenceTokens());
            present("notices()", trial.engine.notices());
            equal("a second info()", info, trial.engine.info());
            equal("a second limits()", limits, trial.engine.limits());
        }
    }

    private void classLoader() throws InterruptedException {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (EngineTrial trial = new EngineTrial(subject)) {
            trial.run(trial.request(trial.prompt(3, 0), 3));
        }
    }
}
