package dev.turbobench.engine.turbomind.model.format.turbomind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {

    private static final Path ORACLE = Path.of("src/test/resources/goldens-turbomind/llama-mha-tp1/weights/config.ini");

    @TempDir
    private Path folder;

    @Test
    void readsWhatLmdeployWrote() {
        EngineSettings settings = EngineSettings.of(ORACLE.getParent().toString(), Optional.empty())
                .orElseThrow();
        assertThat(settings.maxBatchSize()).isEqualTo(64);
        assertThat(settings.sessionLength()).isEqualTo(4104);
        assertThat(settings.stepTokens()).isEmpty();
        assertThat(settings.cacheSize()).isEqualTo(0.5);
        assertThat(settings.cacheBlockTokens()).isEqualTo(128);
        assertThat(settings.cacheChunkBlocks()).isEqualTo(1);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void readsWhatUsersChanged() throws IOException {
        EngineSettings settings = edited(Map.of(
                "max_batch_size = 64", "max_batch_size = 8",
                "session_len = 4104", "session_len = 512",
                "max_context_token_num = 1", "max_context_token_num = 2048",
                "cache_max_entry_count = 0.5", "cache_max_entry_count = 300",
                "cache_chunk_size = 1", "cache_chunk_size = -1"));
        assertThat(settings.maxBatchSize()).isEqualTo(8);
        assertThat(settings.sessionLength()).isEqualTo(512);
        assertThat(settings.stepTokens()).hasValue(2048);
        assertThat(settings.cacheSize()).isEqualTo(300);
        assertThat(settings.cacheChunkBlocks()).isEqualTo(-1);
    }

    @Test
    void warnsOfUnknownAndOfReadOnlyKeys() throws IOException {
        EngineSettings settings = edited(Map.of(
                "use_logn_attn = 0", "use_logn_attn = 0\nuse_dynamic_ntk = 1", "norm_eps = 1e-06", "norm_eps = 1e-05"));
        assertThat(settings.warnings())
                .hasSize(2)
                .anyMatch(line -> line.contains("norm_eps") && line.contains("1e-06") && line.contains("1e-05"))
                .anyMatch(line -> line.contains("use_dynamic_ntk is not known"));
    }

    @Test
    void keysThatCameLaterTellTheVersion() throws IOException {
        assertThat(edited(Map.of()).compatibility()).isEqualTo(Compatibility.V0_1);
        EngineSettings later = edited(Map.of(
                "use_logn_attn = 0",
                "use_logn_attn = 0\nmodel_arch = LlamaForCausalLM\nmax_prefill_token_num = 4096\nrope_scaling_type ="));
        assertThat(later.compatibility()).isEqualTo(Compatibility.V0_5);
        assertThat(later.stepTokens()).hasValue(4096);
        assertThat(later.warnings()).isEmpty();
        assertThat(edited(Map.of("use_logn_attn = 0", "use_logn_attn = 0\nnum_tokens_per_iter = 256"))
                        .stepTokens())
                .hasValue(256);
        assertThat(EngineSettings.read(ORACLE, Map.of(), Optional.of(Compatibility.V0_5))
                        .compatibility())
                .isEqualTo(Compatibility.V0_5);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0.5, since LMDeploy 0.4",
        "8, 0.1, 'not an int8 KV cache as LMDeploy 0.1'",
        "8, 0.5, quant_policy = 8"
    })
    void refusesByNameTheCachesThatAreNotImplemented(int policy, String version, String message) throws IOException {
        edited(Map.of("quant_policy = 0", "quant_policy = " + policy));
        EngineSettings settings = EngineSettings.of(folder.toString(), Compatibility.find(version))
                .orElseThrow();
        assertThatThrownBy(() -> settings.kvScales(folder.toString()))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining(message);
    }

    @Test
    void int8NeedsTheScalesOfAllLayersAndNamesAllThatAreWrong() throws IOException {
        EngineSettings settings = edited(Map.of("quant_policy = 0", "quant_policy = 4"));
        Path first = folder.resolve("layers.0.past_kv_scale.0.weight");
        Path second = folder.resolve("layers.1.past_kv_scale.0.weight");
        assertThatThrownBy(() -> settings.kvScales(folder.toString()))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContainingAll(first.getFileName() + " is missing", second.getFileName() + " is missing");
        Files.write(first, new byte[12]);
        Files.write(second, floats(1, 0, -1, 0));
        assertThatThrownBy(() -> settings.kvScales(folder.toString()))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContainingAll("has 12 bytes instead of 16 or 8", "has a scale as -1.0");
        Files.write(first, floats(0.5f, 0.25f, 0.125f, -1));
        Files.write(second, floats(0.5f, 0.125f));
        KvScales scales = settings.kvScales(folder.toString()).orElseThrow();
        assertThat(scales.of(0, 1)).isEqualTo(new KvScales.Layer(0.5f, 0.25f, 0.125f, -1));
        assertThat(scales.of(1, 0)).isEqualTo(new KvScales.Layer(0.5f, 0, 0.125f, 0));
    }

    @Test
    void refusesWhatLaterVersionsAddedToTheModel() {
        assertThatThrownBy(() -> edited(Map.of("use_logn_attn = 0", "use_logn_attn = 0\nrope_scaling_type = llama3")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("rope_scaling_type = llama3");
        assertThatThrownBy(() -> edited(Map.of("use_logn_attn = 0", "use_logn_attn = 0\nlora_r = 8")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("lora_r = 8");
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private EngineSettings edited(Map<String, String> changes) throws IOException {
        String text = Files.readString(ORACLE);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(text).contains(change.getKey() + "\n");
            text = text.replace(change.getKey() + "\n", change.getValue() + "\n");
        }
        Path file = Files.writeString(folder.resolve("config.ini"), text);
        return EngineSettings.read(file, Map.of("norm_eps", "1e-06"), Optional.empty());
    }
}
