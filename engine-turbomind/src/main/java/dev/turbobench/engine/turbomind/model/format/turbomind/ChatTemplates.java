package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The chat templates of LMDeploy 0.1, which {@code model_name} is one of, with the longest session they are made for. */
public final class ChatTemplates {

    private static final int MARGIN = 8;
    private static final int BASE = 2048;
    private static final int DOUBLE = 4096;
    private static final int LONG = 8192;
    private static final int MOST_NEAR = 3;

    private static final Map<String, Integer> SESSIONS = Map.ofEntries(
            Map.entry("base", BASE),
            Map.entry("baichuan-7b", BASE),
            Map.entry("baichuan2-7b", BASE),
            Map.entry("codellama", DOUBLE),
            Map.entry("internlm", BASE),
            Map.entry("internlm-20b", DOUBLE),
            Map.entry("internlm-chat", BASE),
            Map.entry("internlm-chat-20b", LONG),
            Map.entry("internlm-chat-7b", BASE),
            Map.entry("internlm-chat-7b-8k", LONG),
            Map.entry("llama", BASE),
            Map.entry("llama2", DOUBLE),
            Map.entry("puyu", BASE),
            Map.entry("qwen-14b", LONG),
            Map.entry("qwen-7b", LONG),
            Map.entry("solar", BASE),
            Map.entry("ultracm", BASE),
            Map.entry("ultralm", BASE),
            Map.entry("vicuna", BASE),
            Map.entry("wizardlM", BASE),
            Map.entry("yi", BASE));

    private ChatTemplates() {}

    /** Tell whether LMDeploy 0.1 has a template. */
    public static boolean isKnown(String name) {
        return SESSIONS.containsKey(name);
    }

    /** The templates whose names are most like a name, best first. */
    public static List<String> near(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SESSIONS.keySet().stream()
                .sorted(Comparator.<String>comparingInt(known -> distance(lower, known.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_NEAR)
                .toList();
    }

    /**
     * The default of {@code session_len}: what the template allows, and 8 tokens more. A template that LMDeploy 0.1 does
     * not know takes what the model was trained for.
     */
    static int sessionLength(String name, ModelConfig model) {
        return SESSIONS.getOrDefault(name, model.maxPositions()) + MARGIN;
    }

    /** Levenshtein distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
