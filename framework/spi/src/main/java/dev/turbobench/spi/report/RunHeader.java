package dev.turbobench.spi.report;

import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.workload.CaseSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known before the first case.
 *
 * @param runId unique name of the run
 * @param started when it started
 * @param version version of TurboBench
 * @param model the model as the user gave it, or the default
 * @param engine name of the engine
 * @param engineInfo what really runs; {@code null} if the engine could not be created before the cases
 * @param engineLimits the limits of the engine; {@code null} likewise
 * @param cases the cases in the order in which they run
 * @param configuration the effective value of every setting and where it came from
 * @param environment machine, operating system, Java, devices: name to value
 * @param plugins every loaded plugin
 * @param notices what every reader of a result must know, for example that the weights are random
 */
public record RunHeader(
        String runId,
        Instant started,
        String version,
        String model,
        String engine,
        @Nullable EngineInfo engineInfo,
        @Nullable EngineLimits engineLimits,
        List<CaseSpec> cases,
        List<ConfigurationEntry> configuration,
        Map<String, String> environment,
        List<PluginIdentity> plugins,
        List<String> notices) {

    public RunHeader {
        cases = List.copyOf(cases);
        configuration = List.copyOf(configuration);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        plugins = List.copyOf(plugins);
        notices = List.copyOf(notices);
    }
}
