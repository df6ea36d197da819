package dev.turbobench.core.generate;

import dev.turbobench.spi.engine.EngineInfo;
import java.util.List;

/**
 * What came out of a {@link GenerateRunner}.
 *
 * @param engine what really ran
 * @param notices what readers must know, for example which device was chosen
 * @param generations one for each prompt, in order
 */
public record GenerateResult(EngineInfo engine, List<String> notices, List<Generation> generations) {

    public GenerateResult {
        notices = List.copyOf(notices);
        generations = List.copyOf(generations);
    }
}
