package dev.turbobench.engine.turbomind.model.format.huggingface;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.MODEL_UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedConfigTest {

    static final List<String> NUMBERS = List.of(
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "vocab_size",
            "max_position_embeddings",
            "rms_norm_eps",
            "num_key_value_heads",
            "head_dim",
            "rope_theta");

    private static final List<String> NOT_POSITIVE_NUMBERS = List.of(
            "0", "-1", "-0.5", "NaN", "Infinity", "-Infinity", "1e400", "\"64\"", "true", "[64]", "{}", "\"NaN\"");

    private static final List<String> NOT_COUNTS = List.of("64.5", "4294967300", "99999999999999999999", "2147483647");

    @ParameterizedTest
    @FieldSource("NUMBERS")
    void refusesWhatIsNoPositiveNumber(String key) {
        for (String value : NOT_POSITIVE_NUMBERS) {
            assertRefused(TestingConfig.llama().with(key, value), MODEL_INVALID, key + ": expected ", ", found ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "vocab_size",
                "max_position_embeddings",
                "num_key_value_heads",
                "head_dim"
            })
    void refusesAbsurdCounts(String key) {
        for (String value : NOT_COUNTS) {
            assertRefused(
                    TestingConfig.llama().with(key, value), MODEL_INVALID, key + ": expected an integer from 1 to ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "vocab_size",
                "max_position_embeddings",
                "rms_norm_eps",
                "torch_dtype"
            })
    void namesWhatIsAbsent(String key) {
        assertRefused(TestingConfig.llama().without(key), MODEL_INVALID, key + ": expected ", "found nothing");
        assertRefused(TestingConfig.llama().with(key, "null"), MODEL_INVALID, key + ": expected ", "found nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_attention_heads | 5 | hidden_size: expected a multiple of num_attention_heads, which is 5, found 64",
                "num_key_value_heads | 3 | num_key_value_heads: expected a divisor of num_attention_heads, which is 4",
                "num_key_value_heads | 8 | num_key_value_heads: expected a divisor of num_attention_heads, which is 4",
                "head_dim | 7 | head_dim: expected an even number",
                "tie_word_embeddings | 1 | tie_word_embeddings: expected true or false, found 1",
                "tie_word_embeddings | \"yes\" | tie_word_embeddings: expected true or false, found \"yes\"",
                "attention_bias | 0 | attention_bias: expected true or false, found 0",
                "bos_token_id | 160 | bos_token_id: expected an integer from 0 to 159, found 160",
                "eos_token_id | -1 | eos_token_id: expected an integer from 0 to 159, found -1",
                "eos_token_id | [2, 160] | eos_token_id: expected an integer from 0 to 159, found 160",
                "eos_token_id | [[2]] | eos_token_id: expected an integer from 0 to 159, found a list",
                "eos_token_id | \"2\" | eos_token_id: expected an integer from 0 to 159, found \"2\"",
                "torch_dtype | 16 | torch_dtype: expected a string, found 16",
                "architectures | \"LlamaForCausalLM\" | architectures: expected a list of strings",
                "architectures | [1] | architectures: expected a list of strings, found 1",
                "rope_theta | 1 | rope_theta: expected a finite number above 1.0, found 1",
                "hidden_act | 3 | hidden_act: expected a string, found 3"
            })
    void refusesWhatMakesNoSense(String key, String value, String problem) {
        assertRefused(TestingConfig.llama().with(key, value), MODEL_INVALID, problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MixtralForCausalLM", "Qwen2MoeForCausalLM", "Gemma2ForCausalLM", "Phi3ForCausalLM",
                "DeepseekV3ForCausalLM", "LlamaForSequenceClassification", "FalconForCausalLM", "llama"
            })
    void refusesOtherArchitecturesByName(String name) {
        assertRefused(
                TestingConfig.llama().with("architectures", "[\"%s\"]".formatted(name)),
                MODEL_UNSUPPORTED,
                "architectures: %s is not supported; supported are ".formatted(name),
                "LlamaForCausalLM, InternLMForCausalLM, InternLM2ForCausalLM, BaiChuanForCausalLM, "
                        + "BaichuanForCausalLM, MistralForCausalLM, QWenLMHeadModel, Qwen2ForCausalLM, Qwen3ForCausalLM");
        assertRefused(
                TestingConfig.llama().with("architectures", "[]").with("model_type", "\"%s\"".formatted(name + "!")),
                MODEL_UNSUPPORTED,
                "model_type: %s! is not supported; supported are ".formatted(name));
    }

    @Test
    void asksForAnArchitecture() {
        assertRefused(
                TestingConfig.llama().without("architectures"),
                MODEL_INVALID,
                "architectures: expected the name of an architecture, found nothing; supported are Llama");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_act | \"gelu\" | hidden_act: gelu is not supported; supported are silu, swish",
                "mlp_bias | true | mlp_bias: biases in the feed-forward layers are not supported",
                "use_sliding_window | true | use_sliding_window: sliding-window attention is not supported",
                "layer_types | [\"full_attention\",\"sliding_attention\"] | layer_types: sliding_attention is not",
                "partial_rotary_factor | 0.5 | partial_rotary_factor: rotating a part of each head is not supported",
                "quantization_config | {\"quant_method\":\"awq\",\"bits\":4} | quantization_config: awq is not supported",
                "quantization_config | {\"bits\":4} | quantization_config: quantization is not supported",
                "torch_dtype | \"float8_e4m3fn\" | torch_dtype: float8_e4m3fn is not supported; supported are float32",
                "dtype | \"float64\" | dtype: float64 is not supported; supported are float32, float16, bfloat16"
            })
    void refusesByNameWhatItWouldComputeWrongly(String key, String value, String problem) {
        assertRefused(TestingConfig.llama().with(key, value), MODEL_UNSUPPORTED, problem);
    }

    @Test
    void refusesTheSlidingWindowOfMistral() {
        TestingConfig mistral = TestingConfig.llama()
                .with("architectures", "[\"MistralForCausalLM\"]")
                .with("num_key_value_heads", "2");
        assertRefused(
                mistral.with("sliding_window", "511"),
                MODEL_UNSUPPORTED,
                "sliding_window: a window of 511 tokens in a context of 512 is not supported; supported are null and");
        assertRefused(
                mistral.with("max_position_embeddings", "32768"),
                MODEL_UNSUPPORTED,
                "sliding_window: a window of 4096 tokens in a context of 32768 is not supported");
        assertRefused(
                mistral.with("sliding_window", "0"), MODEL_INVALID, "sliding_window: expected an integer from 1 to ");
        assertRefused(
                mistral.with("sliding_window", "null").with("attention_bias", "true"),
                MODEL_UNSUPPORTED,
                "attention_bias: not supported for MistralForCausalLM");
    }

    @Test
    void showsHostileTextOnOneShortLine() {
        String hostile = "x\\n\\u001b[2J\\u2028" + "y".repeat(100_000);
        assertRefused(
                TestingConfig.llama().with("architectures", "[\"%s\"]".formatted(hostile)),
                MODEL_UNSUPPORTED,
                "architectures: x??[2J?yyy");
    }

    private static void assertRefused(TestingConfig config, StandardErrorCode code, String... parts) {
        assertThatThrownBy(config::read)
                .as(config.values().toString())
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(code.code()))
                .hasMessageStartingWith(TestingConfig.SOURCE + ": ")
                .message()
                .contains(parts)
                .doesNotContain("\n", "\u001b", "\u2028")
                .hasSizeLessThan(600);
    }
}
