package dev.turbobench.spi.sample;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/** Creates samplers of one kind. */
public interface SamplerFactory {

    /**
     * Get the name that users write after {@code --samplers}.
     *
     * @return lower-case letters, digits and dashes, starting with a letter; never {@code null}
     */
    String name();

    /**
     * Get one sentence about the sampler.
     *
     * @return the description; never {@code null}
     */
    String description();

    /**
     * Get the options of the sampler.
     *
     * @return the declarations; never {@code null}, empty by default
     */
    default List<OptionSpec> options() {
        return List.of();
    }

    /**
     * Get ready to sample.
     *
     * @param options the validated options; never {@code null}
     * @param devices the devices that the engine uses, as {@link dev.turbobench.spi.engine.Engine#deviceIds} names them;
     *     never {@code null}
     * @return a sampler; never {@code null}
     * @throws dev.turbobench.spi.error.BenchmarkException if there is nothing that it can sample here, with the reason
     */
    Sampler create(Options options, List<String> devices);
}
