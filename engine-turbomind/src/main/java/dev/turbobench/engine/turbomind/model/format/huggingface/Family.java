package dev.turbobench.engine.turbomind.model.format.huggingface;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The architectures that can be read, with what their configuration leaves unsaid. */
enum Family {
    LLAMA("LlamaForCausalLM", "llama", "attention_bias", false),
    INTERNLM("InternLMForCausalLM", "internlm", "bias", true),
    INTERNLM2("InternLM2ForCausalLM", "internlm2", "bias", true),
    /** Baichuan-7B. Its {@code model_type} does not tell it from Baichuan2. */
    BAICHUAN("BaiChuanForCausalLM", "", "", false),
    /** Baichuan2-7B; the 13B models of both generations call themselves so too. */
    BAICHUAN2("BaichuanForCausalLM", "", "", false),
    MISTRAL("MistralForCausalLM", "mistral", "", false),
    /** The first Qwen. */
    QWEN("QWenLMHeadModel", "qwen", "", false),
    QWEN2("Qwen2ForCausalLM", "qwen2", "", false),
    QWEN3("Qwen3ForCausalLM", "qwen3", "attention_bias", false);

    private final String architecture;
    private final String modelType;
    private final String biasKey;
    private final boolean biasByDefault;

    Family(String architecture, String modelType, String biasKey, boolean biasByDefault) {
        this.architecture = architecture;
        this.modelType = modelType;
        this.biasKey = biasKey;
        this.biasByDefault = biasByDefault;
    }

    /** What {@code architectures} says. */
    String architecture() {
        return architecture;
    }

    /** The key that says whether q, k, v and o have biases; empty if there is none. */
    String biasKey() {
        return biasKey;
    }

    /** What it means if that key is absent. */
    boolean biasByDefault() {
        return biasByDefault;
    }

    static Optional<Family> ofArchitecture(String name) {
        return Arrays.stream(values())
                .filter(family -> family.architecture.equals(name))
                .findFirst();
    }

    /** What the names of the tensors of the decoder begin with. */
    String prefix() {
        return this == QWEN ? "transformer." : "model.";
    }

    /** Whether query, key and value are one tensor. */
    boolean isPacked() {
        return switch (this) {
            case INTERNLM2, BAICHUAN, BAICHUAN2, QWEN -> true;
            case LLAMA, INTERNLM, MISTRAL, QWEN2, QWEN3 -> false;
        };
    }

    static Optional<Family> ofModelType(String name) {
        return Arrays.stream(values())
                .filter(family -> !name.isEmpty() && family.modelType.equals(name))
                .findFirst();
    }

    /** All architectures, for messages. */
    static String supported() {
        return Arrays.stream(values()).map(Family::architecture).collect(Collectors.joining(", "));
    }
}
