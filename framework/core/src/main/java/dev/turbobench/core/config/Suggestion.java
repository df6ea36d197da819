package dev.turbobench.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user may have meant by a misspelt word. */
public final class Suggestion {

    private Suggestion() {}

    /** Get ", did you mean X?" or nothing. */
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known).map(", did you mean %s?"::formatted).orElse("");
    }

    /** Find the known word with the fewest differing letters, unless more than a third of them differ. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(2, candidate.length() / 3))
                .filter(candidate -> distance(word, candidate) < candidate.length())
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance, upper and lower case and dash and underscore being equal. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT).replace('_', '-');
        String b = second.toLowerCase(Locale.ROOT).replace('_', '-');
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
