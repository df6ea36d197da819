package dev.turbobench.engine.turbomind.model.format.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.RopeScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceConfigTest {

    @Test
    void readsWhatLlamaSays() {
        ModelConfig config = TestingConfig.llama()
                .with("num_key_value_heads", "2")
                .with("rope_theta", "500000.0")
                .with("attention_bias", "true")
                .with("tie_word_embeddings", "true")
                .with("bos_token_id", "1")
                .with("eos_token_id", "2")
                .with("hidden_act", "\"swish\"")
                .read();
        assertThat(config.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(config.hiddenSize()).isEqualTo(64);
        assertThat(config.intermediateSize()).isEqualTo(96);
        assertThat(config.layers()).isEqualTo(2);
        assertThat(config.heads()).isEqualTo(4);
        assertThat(config.kvHeads()).isEqualTo(2);
        assertThat(config.headSize()).isEqualTo(16);
        assertThat(config.vocabularySize()).isEqualTo(160);
        assertThat(config.maxPositions()).isEqualTo(512);
        assertThat(config.normEpsilon()).isEqualTo(1e-5);
        assertThat(config.ropeBase()).isEqualTo(500000);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.None());
        assertThat(config.qkvBias()).isTrue();
        assertThat(config.outputBias()).isTrue();
        assertThat(config.qkNorm()).isFalse();
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.bosToken()).isEqualTo(1);
        assertThat(config.eosTokens()).containsExactly(2);
        assertThat(config.dataType()).isEqualTo(DataType.FP16);
    }

    @Test
    void fillsInWhatLlamaLeavesOut() {
        ModelConfig config = TestingConfig.llama()
                .with("head_dim", "null")
                .with("num_key_value_heads", "null")
                .with("bos_token_id", "null")
                .with("eos_token_id", "null")
                .read();
        assertThat(config.headSize()).isEqualTo(16);
        assertThat(config.kvHeads()).isEqualTo(4);
        assertThat(config.ropeBase()).isEqualTo(10000);
        assertThat(config.qkvBias()).isFalse();
        assertThat(config.outputBias()).isFalse();
        assertThat(config.tiedEmbeddings()).isFalse();
        assertThat(config.bosToken()).isEqualTo(-1);
        assertThat(config.eosTokens()).isEmpty();
    }

    @Test
    void readsSeveralEosTokens() {
        assertThat(TestingConfig.llama().with("eos_token_id", "[2, 100]").read().eosTokens())
                .containsExactly(2, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "torch_dtype, float32, FP32",
        "torch_dtype, float16, FP16",
        "torch_dtype, bfloat16, BF16",
        "torch_dtype, torch.bfloat16, BF16",
        "dtype, bfloat16, BF16"
    })
    void readsDataTypes(String key, String value, DataType expected) {
        assertThat(TestingConfig.llama()
                        .with(key, "\"%s\"".formatted(value))
                        .read()
                        .dataType())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "LlamaForCausalLM, '', false, false, false",
        "LlamaForCausalLM, attention_bias, true, true, false",
        "InternLMForCausalLM, '', true, true, false",
        "InternLMForCausalLM, bias, true, true, false",
        "InternLM2ForCausalLM, '', true, true, false",
        "MistralForCausalLM, '', false, false, false",
        "Qwen2ForCausalLM, '', true, false, false",
        "Qwen3ForCausalLM, '', false, false, true",
        "Qwen3ForCausalLM, attention_bias, true, true, true"
    })
    void knowsTheBiasesAndNormsOfFamilies(
            String architecture, String biasKey, boolean qkvBias, boolean outputBias, boolean qkNorm) {
        TestingConfig json = TestingConfig.llama()
                .with("architectures", "[\"%s\"]".formatted(architecture))
                .with("num_key_value_heads", "2")
                .with("sliding_window", "null");
        ModelConfig config = (biasKey.isEmpty() ? json : json.with(biasKey, "true")).read();
        assertThat(config.qkvBias()).isEqualTo(qkvBias);
        assertThat(config.outputBias()).isEqualTo(outputBias);
        assertThat(config.qkNorm()).isEqualTo(qkNorm);
    }

    @Test
    void readsInternLmWithoutBias() {
        ModelConfig config = TestingConfig.llama()
                .with("architectures", "[\"InternLM2ForCausalLM\"]")
                .with("bias", "false")
                .read();
        assertThat(config.qkvBias()).isFalse();
        assertThat(config.outputBias()).isFalse();
    }

    @Test
    void goesByModelTypeWhereNoArchitectureIsNamed() {
        TestingConfig json = TestingConfig.llama().with("architectures", "null");
        assertThat(json.with("model_type", "\"qwen2\"").read().architecture()).isEqualTo("Qwen2ForCausalLM");
    }

    @Test
    void takesTheDefaultsOfTheFamily() {
        TestingConfig mistral = TestingConfig.llama()
                .with("architectures", "[\"MistralForCausalLM\"]")
                .with("num_attention_heads", "16")
                .with("sliding_window", "512");
        assertThat(mistral.read().kvHeads()).isEqualTo(8);
        assertThat(mistral.with("num_key_value_heads", "null").read().kvHeads()).isEqualTo(16);
        TestingConfig qwen3 = TestingConfig.llama().with("architectures", "[\"Qwen3ForCausalLM\"]");
        assertThat(qwen3.read().headSize()).isEqualTo(128);
    }

    @Test
    void acceptsSettingsThatChangeNothing() {
        ModelConfig config = TestingConfig.llama()
                .with("partial_rotary_factor", "1.0")
                .with("layer_types", "[\"full_attention\", \"full_attention\"]")
                .with("use_sliding_window", "false")
                .with("sliding_window", "4096")
                .with("mlp_bias", "false")
                .with("quantization_config", "null")
                .with("initializer_range", "NaN")
                .with("hidden_size", "64.0")
                .read();
        assertThat(config.hiddenSize()).isEqualTo(64);
    }

    @Test
    void allowsHeadsThatAreWiderThanTheModel() {
        ModelConfig config = TestingConfig.llama()
                .with("num_attention_heads", "5")
                .with("head_dim", "32")
                .read();
        assertThat(config.queryWidth()).isEqualTo(160);
    }
}
