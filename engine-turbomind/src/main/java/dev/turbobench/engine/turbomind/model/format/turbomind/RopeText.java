package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import java.util.ArrayList;
import java.util.List;

/** Rotary scaling as one value: its name and its parameters, separated by spaces. */
final class RopeText {

    private RopeText() {}

    /** True if the original keys can say it. */
    static boolean isOriginal(ModelConfig model) {
        RopeScaling scaling = model.ropeScaling();
        if (scaling instanceof RopeScaling.DynamicNtk ntk) {
            return ntk.originalMaxPositions() == model.maxPositions() && ntk.factor() >= 1;
        }
        return scaling instanceof RopeScaling.None;
    }

    static String of(RopeScaling scaling) {
        if (scaling instanceof RopeScaling.Linear linear) {
            return join("linear", linear.factor());
        }
        if (scaling instanceof RopeScaling.DynamicNtk ntk) {
            return join("dynamic", ntk.factor(), ntk.originalMaxPositions());
        }
        if (scaling instanceof RopeScaling.Llama3 llama) {
            return join(
                    "llama3",
                    llama.factor(),
                    llama.lowFrequencyFactor(),
                    llama.highFrequencyFactor(),
                    llama.originalMaxPositions());
        }
        if (scaling instanceof RopeScaling.Yarn yarn) {
            return join(
                    "yarn",
                    yarn.factor(),
                    yarn.originalMaxPositions(),
                    yarn.betaFast(),
                    yarn.betaSlow(),
                    yarn.attentionFactor(),
                    yarn.truncate() ? 1 : 0);
        }
        return "none";
    }

    static RopeScaling parse(IniSection section, String key) {
        String text = section.text(key);
        String[] words = text.split(" ", -1);
        double[] numbers = new double[words.length - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = positive(section, key, words[i + 1], text);
        }
        return switch (words[0] + numbers.length) {
            case "none0" -> new RopeScaling.None();
            case "linear1" -> new RopeScaling.Linear(numbers[0]);
            case "dynamic2" -> new RopeScaling.DynamicNtk(numbers[0], (int) numbers[1]);
            case "llama34" -> new RopeScaling.Llama3(numbers[0], numbers[1], numbers[2], (int) numbers[3]);
            case "yarn6" ->
                new RopeScaling.Yarn(numbers[0], (int) numbers[1], numbers[2], numbers[3], numbers[4], numbers[5] != 0);
            default -> throw section.problem(key, "none, linear, dynamic, llama3 or yarn with its numbers", text);
        };
    }

    private static double positive(IniSection section, String key, String word, String text) {
        try {
            double number = Double.parseDouble(word);
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw section.problem(key, "numbers after the name", text);
        }
        throw section.problem(key, "numbers that are not negative", text);
    }

    private static String join(String name, double... numbers) {
        List<String> words = new ArrayList<>();
        words.add(name);
        for (double number : numbers) {
            words.add(PythonNumber.of(number));
        }
        return String.join(" ", words);
    }
}
