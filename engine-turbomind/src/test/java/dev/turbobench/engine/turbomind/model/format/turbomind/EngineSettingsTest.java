package dev.turbobench.engine.turbomind.model.format.turbomind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSettingsTest {

    private static final Path ORACLE = Path.of("src/test/resources/goldens-turbomind/llama-mha-tp1/weights/config.ini");

    @TempDir
    private Path folder;

    @Test
    void readsWhatLmdeployWrote() {
        EngineSettings settings =
                EngineSettings.of(ORACLE.getParent().toString()).orElseThrow();
        assertThat(settings.maxBatchSize()).isEqualTo(64);
        assertThat(settings.sessionLength()).isEqualTo(4104);
        assertThat(settings.maxContextTokens()).isEmpty();
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
        assertThat(settings.maxContextTokens()).hasValue(2048);
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
    void refusesByNameWhatIsNotImplemented() {
        assertThatThrownBy(() -> edited(Map.of("quant_policy = 0", "quant_policy = 4")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("quant_policy = 4");
        assertThatThrownBy(() -> edited(Map.of("use_logn_attn = 0", "use_logn_attn = 1")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("use_logn_attn");
    }

    private EngineSettings edited(Map<String, String> changes) throws IOException {
        String text = Files.readString(ORACLE);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(text).contains(change.getKey() + "\n");
            text = text.replace(change.getKey() + "\n", change.getValue() + "\n");
        }
        Path file = Files.writeString(folder.resolve("config.ini"), text);
        return EngineSettings.read(file, Map.of("norm_eps", "1e-06"));
    }
}
