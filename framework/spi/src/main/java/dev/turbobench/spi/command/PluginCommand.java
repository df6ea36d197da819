package dev.turbobench.spi.command;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import java.util.List;

/**
 * A command of the command line, for work that belongs to a plugin: converting a model, inspecting a file.
 *
 * <p>Commands hold no resources. All methods are called with the plugin's class loader as the thread context class
 * loader.
 */
public interface PluginCommand {

    /**
     * Get the word that users write after the program's name.
     *
     * @return lower-case letters, digits and dashes, starting with a letter; never {@code null}
     */
    String name();

    /**
     * Get what the command does, as help shows it.
     *
     * @return one sentence; never {@code null}
     */
    String description();

    /**
     * Get the positional parameters in the order in which users write them. Those without a default are required and
     * come first.
     *
     * @return the declarations; never {@code null}, empty by default
     */
    default List<OptionSpec> parameters() {
        return List.of();
    }

    /**
     * Get the options. Users write {@code --name VALUE} with dashes or underscores; an option of type {@link
     * dev.turbobench.spi.option.OptionType#BOOLEAN} with default {@code false} is a flag that takes no value.
     *
     * @return the declarations, with names different from those of the parameters; never {@code null}, empty by default
     */
    default List<OptionSpec> options() {
        return List.of();
    }

    /**
     * Do the work.
     *
     * <p>When the user stops the program, the thread that runs this method is interrupted. The method must then remove what
     * is half done and end soon, by an exception with the code {@link
     * dev.turbobench.spi.error.StandardErrorCode#CANCELLED}; the program waits for it.
     *
     * @param arguments parameters and options by their declared names, validated; never {@code null}
     * @param console where everything that the user sees goes; never {@code null}
     * @return the exit code: 0 for success, 1 if the work was done but its outcome is negative
     * @throws dev.turbobench.spi.error.BenchmarkException if the work could not be done; decides message and exit code
     */
    int run(Options arguments, Console console);
}
