package dev.turbobench.engine.turbomind.model.format.huggingface;

import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.engine.turbomind.model.format.json.JsonSection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration to which values can be added, as they are written in JSON. */
record TestingConfig(Map<String, String> values) {

    static final String SOURCE = "somewhere/config.json";

    /** A small Llama. */
    static TestingConfig llama() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("architectures", "[\"LlamaForCausalLM\"]");
        values.put("hidden_size", "64");
        values.put("intermediate_size", "96");
        values.put("num_hidden_layers", "2");
        values.put("num_attention_heads", "4");
        values.put("vocab_size", "160");
        values.put("max_position_embeddings", "512");
        values.put("rms_norm_eps", "1e-05");
        values.put("torch_dtype", "\"float16\"");
        return new TestingConfig(values);
    }

    /** The same with another value. */
    TestingConfig with(String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.put(key, value);
        return new TestingConfig(copy);
    }

    /** The same without a value. */
    TestingConfig without(String key) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.remove(key);
        return new TestingConfig(copy);
    }

    /** The text of the file. */
    String json() {
        return values.entrySet().stream()
                .map(each -> "\"%s\": %s".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    ModelConfig read() {
        byte[] text = json().getBytes(StandardCharsets.UTF_8);
        return HuggingFaceConfig.read(new JsonSection(JsonFile.parse(text, Path.of(SOURCE), "the file"), SOURCE));
    }
}
