package dev.turbobench.results;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.Capability;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.report.ConfigurationEntry;
import dev.turbobench.spi.report.RunHeader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what {@link HeaderNode} wrote. */
final class HeaderInput {

    private HeaderInput() {}

    static RunHeader read(Input input) {
        SchemaVersion.check(input);
        Input engine = input.member("engine");
        Optional<EngineInfo> info = engine.optional("model").map(present -> info(engine));
        Optional<EngineLimits> limits = engine.optional("limits").map(HeaderInput::limits);
        return new RunHeader(
                input.text("run_id"),
                input.instant("started"),
                input.text("turbobench_version"),
                input.text("model"),
                engine.text("name"),
                info.orElse(null),
                limits.orElse(null),
                input.member("planned_cases").elements().stream()
                        .map(CaseInput::spec)
                        .toList(),
                configuration(input.member("configuration")),
                input.textsByName("environment"),
                plugins(input.member("plugins")),
                input.texts("notices"));
    }

    private static EngineInfo info(Input engine) {
        Set<Capability> capabilities = engine.member("capabilities").elements().stream()
                .map(element -> element.constant(Capability.class))
                .collect(Collectors.toSet());
        return new EngineInfo(
                engine.text("model"),
                engine.text("architecture"),
                engine.integer("parameters"),
                engine.small("vocabulary_size"),
                engine.flag("random_weights"),
                engine.text("data_type"),
                engine.text("device"),
                engine.texts("device_names"),
                engine.small("tensor_parallel_size"),
                capabilities,
                engine.textsByName("details"));
    }

    private static EngineLimits limits(Input limits) {
        return new EngineLimits(
                limits.small("max_batch_size"),
                limits.small("max_sequence_tokens"),
                limits.small("kv_blocks"),
                limits.small("kv_block_tokens"));
    }

    private static List<ConfigurationEntry> configuration(Input configuration) {
        return configuration.elements().stream()
                .map(entry -> new ConfigurationEntry(
                        entry.text("key"),
                        entry.text("value"),
                        entry.constant("source", OptionSource.class),
                        entry.text("description")))
                .toList();
    }

    private static List<PluginIdentity> plugins(Input plugins) {
        return plugins.elements().stream()
                .map(plugin -> new PluginIdentity(
                        plugin.text("id"),
                        plugin.text("version"),
                        plugin.text("location"),
                        plugin.text("sha256"),
                        plugin.optionalText("conformance").orElse("")))
                .toList();
    }
}
