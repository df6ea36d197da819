package acme.engine;

import dev.turbobench.spi.command.Console;
import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.Options;
import java.util.List;
import java.util.Locale;

/** Says a word a few times. */
final class TestingCommand implements PluginCommand {

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String description() {
        return "Say a word, 100% reliably.";
    }

    @Override
    public List<OptionSpec> parameters() {
        return List.of(
                OptionSpec.option("word", OptionType.STRING, null, "What to say."),
                OptionSpec.option("end", OptionType.STRING, ".", "What to say last."));
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                OptionSpec.option("how_often", OptionType.INTEGER, "1", "How often."),
                OptionSpec.option("loud", OptionType.BOOLEAN, "false", "Say it loudly."));
    }

    @Override
    public int run(Options arguments, Console console) {
        String word = arguments.string("word");
        if (word.equals("fail")) {
            throw new BenchmarkException(StandardErrorCode.MODEL_NOT_FOUND, "no such word");
        }
        if (word.equals("sleep")) {
            sleep();
        }
        long times = arguments.integer("how_often");
        for (long i = 0; i < times; i++) {
            console.progress("saying", i, times);
            console.line(arguments.flag("loud") ? word.toUpperCase(Locale.ROOT) : word);
        }
        console.progress("saying", times, times);
        console.line(arguments.string("end"));
        console.warning("said it");
        return 1;
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            throw new BenchmarkException(StandardErrorCode.CANCELLED, "woken up", e);
        }
    }
}
