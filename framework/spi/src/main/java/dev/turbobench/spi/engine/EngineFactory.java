package dev.turbobench.spi.engine;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/**
 * Creates engines of one kind.
 *
 * <p>Factories hold no resources. All methods may be called from any thread, with the plugin's class loader as the
 * thread context class loader.
 */
public interface EngineFactory {

    /**
     * Get the name that users write after {@code --engine}.
     *
     * @return lower-case letters, digits and dashes, starting with a letter; never {@code null}
     */
    String name();

    /**
     * Get one sentence about the engine.
     *
     * @return the description; never {@code null}
     */
    String description();

    /**
     * Get the options of the engine.
     *
     * @return the declarations; never {@code null}, empty by default
     */
    default List<OptionSpec> options() {
        return List.of();
    }

    /**
     * Find out which devices the engine can use on this machine.
     *
     * <p>Must be cheap and must not throw: what is missing is said in the {@link Availability}. With {@code --device
     * auto} the framework takes the first available one and records the choice.
     *
     * @param options the validated options; never {@code null}
     * @return the devices in order of preference; never {@code null} or empty
     */
    List<DeviceOffer> devices(Options options);

    /**
     * Load a model and get ready to take requests.
     *
     * <p>Runs outside the timed region. If it fails, everything acquired so far must be released.
     *
     * @param context what to load and where to run it; never {@code null}
     * @return a ready engine; never {@code null}
     * @throws dev.turbobench.spi.error.BenchmarkException if the model cannot be read or does not fit, or the device
     *     cannot be used; never a silent fallback to another device
     */
    Engine create(EngineContext context);
}
