package dev.turbobench.engine.replay;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_NOT_FOUND;
import static dev.turbobench.spi.option.OptionSpec.option;

import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.OptionType;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of the engine; those in the name of the model, as in {@code replay:ttft=20ms,itl=10ms}, win. */
final class ReplayOptions {

    static final String MODEL = "replay";

    private static final int BLOCK_TOKENS = 64;

    static final List<OptionSpec> SPECS = List.of(
            option("ttft", OptionType.STRING, "20ms", "Time from admission to the first token."),
            option("ttft_per_token", OptionType.STRING, "0us", "What each prompt token adds to it."),
            option("itl", OptionType.STRING, "10ms", "Time between emissions; several, as in 10ms/12ms, take turns."),
            option("itl_per_sequence", OptionType.STRING, "0us", "What each live sequence adds to it."),
            option("jitter", OptionType.DECIMAL, "0", "Relative deviation of steps, the same for all requests."),
            option("own_jitter", OptionType.DECIMAL, "0", "Relative deviation that each request has for itself."),
            option("burst", OptionType.STRING, "1", "Tokens of an emission; several, as in 1/4, take turns."),
            option("cold", OptionType.DECIMAL, "1", "How many times slower the first round of a case is."),
            option("cold_rounds", OptionType.DECIMAL, "1", "After how many rounds half of that is gone."),
            option("drift", OptionType.DECIMAL, "0", "How much slower each round is, relative to the first one."),
            option("capacity", OptionType.INTEGER, "8192", "Most sequences that run together; others queue."),
            option("kv_tokens", OptionType.INTEGER, "1073741824", "Tokens that fit into the KV cache."),
            option("max_sequence", OptionType.INTEGER, "1048576", "Longest sequence in tokens."),
            option("fail", OptionType.STRING, "", "What fails, as in error@5/stall@7: see the documentation."),
            option("stall", OptionType.STRING, "5s", "How long a request of fail=stall@N gets nothing."),
            option("seed", OptionType.INTEGER, "0", "Where the noise comes from."),
            option("vocabulary", OptionType.INTEGER, "32000", "Number of token ids."),
            option("weights", OptionType.STRING, "1GiB", "Weights of each rank."),
            option("kv_token_bytes", OptionType.STRING, "16KiB", "KV cache of each token."),
            option("workspace", OptionType.STRING, "64MiB", "Scratch memory of each rank."),
            option("load", OptionType.STRING, "0ms", "How long starting takes."));

    private final Options options;

    private ReplayOptions(Options options) {
        this.options = options;
    }

    static Script read(String model, Options given) {
        Map<String, OptionValue> values = new LinkedHashMap<>();
        for (OptionSpec spec : SPECS) {
            given.value(spec.name()).ifPresent(value -> values.put(spec.name(), value));
        }
        inName(model).forEach((name, text) -> values.put(name, new OptionValue(text, OptionSource.COMMAND_LINE)));
        return new ReplayOptions(Options.of("engine.replay", SPECS, values)).script();
    }

    private static Map<String, String> inName(String model) {
        if (model.equals(MODEL)) {
            return Map.of();
        }
        if (!model.startsWith(MODEL + ":")) {
            throw new BenchmarkException(
                    MODEL_NOT_FOUND,
                    "model: the replay engine runs no models: expected replay or for example replay:ttft=20ms,itl=10ms, "
                            + "found \"%s\"".formatted(model));
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String assignment : model.substring(MODEL.length() + 1).split(",")) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new BenchmarkException(
                        INVALID_OPTION,
                        "model: expected OPTION=VALUE after replay:, found \"%s\"".formatted(assignment));
            }
            values.put(assignment.substring(0, equals).strip().replace('-', '_'), assignment.substring(equals + 1));
        }
        return values;
    }

    private Script script() {
        int[] bursts = Arrays.stream(options.string("burst").split("/"))
                .mapToInt(text -> burst(text.strip()))
                .toArray();
        return new Script(
                times(),
                bursts,
                new EngineLimits(
                        positive("capacity"), positive("max_sequence"), blocks(positive("kv_tokens")), BLOCK_TOKENS),
                FaultPlan.parse(options.string("fail")),
                nanos("stall"),
                positive("vocabulary"),
                bytes("weights"),
                bytes("kv_token_bytes"),
                bytes("workspace"),
                nanos("load"));
    }

    private StepTimes times() {
        long[] steps = Arrays.stream(options.string("itl").split("/"))
                .mapToLong(text -> Quantity.nanos("itl", text))
                .toArray();
        return new StepTimes(
                options.integer("seed"),
                nanos("ttft"),
                nanos("ttft_per_token"),
                steps,
                nanos("itl_per_sequence"),
                within("jitter", 0, 1),
                within("own_jitter", 0, 1),
                within("cold", 1, 1e6),
                within("cold_rounds", 1e-3, 1e6),
                within("drift", -1e-3, 1e3));
    }

    private static int blocks(int tokens) {
        return Math.max(1, tokens / BLOCK_TOKENS);
    }

    private long nanos(String name) {
        return Quantity.nanos(name, options.string(name));
    }

    private long bytes(String name) {
        return Quantity.bytes(name, options.string(name));
    }

    private int burst(String text) {
        try {
            int tokens = Integer.parseInt(text);
            if (tokens >= 1) {
                return tokens;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong("burst", "whole numbers from 1, separated by /", options.string("burst"));
    }

    private int positive(String name) {
        long value = options.integer(name);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw wrong(name, "a whole number from 1 to " + Integer.MAX_VALUE, String.valueOf(value));
        }
        return (int) value;
    }

    private double within(String name, double least, double most) {
        double value = options.decimal(name);
        if (value < least || value > most) {
            throw wrong(name, "a number from %s to %s".formatted(least, most), String.valueOf(value));
        }
        return value;
    }

    private static BenchmarkException wrong(String name, String expected, String found) {
        return new BenchmarkException(
                INVALID_OPTION, "option engine.replay.%s: expected %s, found \"%s\"".formatted(name, expected, found));
    }
}
