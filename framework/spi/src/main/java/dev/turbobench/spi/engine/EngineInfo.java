package dev.turbobench.spi.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What really runs. Reports print it verbatim.
 *
 * @param model the model as it was given
 * @param architecture for example {@code LlamaForCausalLM}
 * @param parameters number of parameters
 * @param vocabularySize number of token ids; ids are from 0 to this minus 1
 * @param randomWeights true if the weights are synthetic, so that the tokens mean nothing
 * @param dataType what the arithmetic runs in, for example {@code fp16}
 * @param device the kind of device, for example {@code cuda}
 * @param deviceNames one name for each rank
 * @param tensorParallelSize number of ranks
 * @param capabilities what the engine can do
 * @param details anything else that explains the numbers, in the order of importance
 */
public record EngineInfo(
        String model,
        String architecture,
        long parameters,
        int vocabularySize,
        boolean randomWeights,
        String dataType,
        String device,
        List<String> deviceNames,
        int tensorParallelSize,
        Set<Capability> capabilities,
        Map<String, String> details) {

    public EngineInfo {
        deviceNames = List.copyOf(deviceNames);
        EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(capabilities);
        capabilities = Collections.unmodifiableSet(copy);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
