package dev.turbobench.engine.turbomind.model.format.turbomind;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import java.util.Map;

/** The default of {@code session_len}: what the chat template allows, and 8 tokens more. */
final class SessionLength {

    private static final int MARGIN = 8;
    private static final int BASE = 2048;
    private static final int DOUBLE = 4096;
    private static final int LONG = 8192;

    private static final Map<String, Integer> TEMPLATES = Map.ofEntries(
            Map.entry("base", BASE),
            Map.entry("llama", BASE),
            Map.entry("internlm", BASE),
            Map.entry("internlm-chat", BASE),
            Map.entry("internlm-chat-7b", BASE),
            Map.entry("llama2", DOUBLE),
            Map.entry("internlm-20b", DOUBLE),
            Map.entry("internlm-chat-20b", LONG),
            Map.entry("internlm-chat-7b-8k", LONG),
            Map.entry("qwen-7b", LONG),
            Map.entry("qwen-14b", LONG));

    private SessionLength() {}

    /** A template that LMDeploy 0.1 does not know takes what the model was trained for. */
    static int of(String modelName, ModelConfig model) {
        return TEMPLATES.getOrDefault(modelName, model.maxPositions()) + MARGIN;
    }
}
