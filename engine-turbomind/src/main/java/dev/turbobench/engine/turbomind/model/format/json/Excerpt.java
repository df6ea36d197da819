package dev.turbobench.engine.turbomind.model.format.json;

import java.util.List;
import java.util.stream.Collectors;

/** Text from a file, made fit for a message of one line. */
public final class Excerpt {

    private static final int LONGEST = 160;
    private static final int MOST_NAMES = 5;

    private Excerpt() {}

    /** Replace control characters by question marks and cut what is too long. */
    public static String of(String text) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        StringBuilder result = new StringBuilder(shown.length());
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            result.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return result.toString();
    }

    /** The first names of a list and how many there are besides. */
    public static String of(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).map(Excerpt::of).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : "%s and %d more".formatted(first, names.size() - MOST_NAMES);
    }
}
