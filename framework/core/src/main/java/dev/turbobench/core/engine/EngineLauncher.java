package dev.turbobench.core.engine;

import static dev.turbobench.spi.error.StandardErrorCode.DEVICE_UNAVAILABLE;
import static dev.turbobench.spi.error.StandardErrorCode.INVALID_CONFIGURATION;
import static dev.turbobench.spi.error.StandardErrorCode.PLUGIN_FAILED;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.component.Failures;
import dev.turbobench.core.config.EngineSelection;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.DeviceOffer;
import dev.turbobench.spi.engine.EngineFactory;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.Options;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds an engine by name and chooses a device for it; everything that can fail without loading a model fails here. */
public final class EngineLauncher {

    private final Components components;
    private final Ticker ticker;

    @Inject
    EngineLauncher(Components components, Ticker ticker) {
        this.components = components;
        this.ticker = ticker;
    }

    /**
     * Get ready to start an engine.
     *
     * @throws BenchmarkException if there is no such engine or option, or the device cannot be used
     */
    public EngineLaunch prepare(EngineSelection selection) {
        EngineFactory factory = components.engine(selection.name());
        try {
            Options options = Options.of("engine." + selection.name(), factory.options(), selection.options());
            List<DeviceOffer> offers = factory.devices(options);
            List<String> notices = new ArrayList<>();
            DeviceOffer chosen = selection.device().equals(EngineSelection.AUTO)
                    ? chooseDevice(selection, offers, notices)
                    : findDevice(selection, offers);
            return new EngineLaunch(factory, selection, options, chosen.name(), notices, ticker);
        } catch (RuntimeException | LinkageError e) {
            throw Failures.ofPlugin("engine \"%s\": looking for devices".formatted(selection.name()), e);
        }
    }

    private static DeviceOffer chooseDevice(EngineSelection selection, List<DeviceOffer> offers, List<String> notices) {
        List<String> reasons = new ArrayList<>();
        for (DeviceOffer offer : offers) {
            if (offer.availability().isAvailable()) {
                notices.add("device auto: chose " + offer.name() + because(reasons));
                return offer;
            }
            reasons.add(reason(offer));
        }
        if (reasons.isEmpty()) {
            throw new BenchmarkException(
                    PLUGIN_FAILED, "engine \"%s\" offers no device at all".formatted(selection.name()));
        }
        throw new BenchmarkException(
                DEVICE_UNAVAILABLE,
                "device auto: engine \"%s\" can use none of its devices: %s"
                        .formatted(selection.name(), String.join("; ", reasons)));
    }

    /** The first clause of each reason: whoever wants to know where a library was looked for asks for the engines. */
    private static String because(List<String> reasons) {
        return reasons.isEmpty()
                ? ""
                : reasons.stream()
                        .map(reason -> reason.split("; ", 2)[0])
                        .collect(Collectors.joining("; ", " because ", ""));
    }

    private static DeviceOffer findDevice(EngineSelection selection, List<DeviceOffer> offers) {
        DeviceOffer offer = offers.stream()
                .filter(candidate -> candidate.name().equals(selection.device()))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException(
                        INVALID_CONFIGURATION,
                        "device: engine \"%s\" expected one of %s, found \"%s\""
                                .formatted(selection.name(), names(offers), selection.device())));
        if (!offer.availability().isAvailable()) {
            throw new BenchmarkException(
                    DEVICE_UNAVAILABLE,
                    "device %s: cannot be used: %s"
                            .formatted(
                                    offer.name(), offer.availability().reason().orElse("unknown")));
        }
        return offer;
    }

    private static String reason(DeviceOffer offer) {
        return offer.name() + ": " + offer.availability().reason().orElse("available");
    }

    private static String names(List<DeviceOffer> offers) {
        return offers.stream().map(DeviceOffer::name).collect(Collectors.joining(", ", "auto, ", ""));
    }
}
