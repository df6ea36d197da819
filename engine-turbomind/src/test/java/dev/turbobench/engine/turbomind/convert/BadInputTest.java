package dev.turbobench.engine.turbomind.convert;

import static dev.turbobench.engine.turbomind.convert.TestingCommands.GOLDENS;
import static dev.turbobench.engine.turbomind.convert.TestingCommands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.command.PluginCommand;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users type wrong ends in one line that says what is wrong, and in nothing written. */
class BadInputTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFolders() throws IOException {
        Path golden = GOLDENS.resolve("llama-mha");
        copy(golden, "truncated");
        byte[] weights = Files.readAllBytes(golden.resolve("model.safetensors"));
        Files.write(folder.resolve("truncated/model.safetensors"), Arrays.copyOf(weights, 1000));
        copy(golden, "misshapen");
        Path config = folder.resolve("misshapen/config.json");
        Files.writeString(config, Files.readString(config).replace("\"hidden_size\": 256", "\"hidden_size\": 258"));
        copy(golden, "unclosed");
        Files.writeString(folder.resolve("unclosed/config.json"), "{");
        copy(golden, "awq");
        config = folder.resolve("awq/config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "\"vocab_size\"",
                                "\"quantization_config\": {\"quant_method\": \"awq\"}, \"vocab_size\""));
        Files.createDirectory(folder.resolve("meta"));
        Files.writeString(folder.resolve("meta/params.json"), "{}");
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("file"), "text");
    }

    private void copy(Path source, String name) throws IOException {
        Path target = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "absent, '', no such model",
        "file, '', found a file",
        "empty, '', expected a Hugging Face folder",
        "truncated, '', it is truncated or not a safetensors file",
        "misshapen, '', 'expected shape [500, 258], as the configuration says'",
        "unclosed, '', the file is not valid JSON at line 1",
        "awq, '', turbobench convert --model-format awq",
        "meta, '', add --model-format llama",
        "meta, model_format=llama, params.json",
        "golden, model_format=llama, params.json: cannot be read: no such file",
        "golden, model_format=gguf, 'expected one of hf, awq, llama'",
        "golden, model_format=awq, expected an AWQ checkpoint with quantization_config",
        "golden, model_format=awq group_size=64, expected an AWQ checkpoint",
        "absent, model_format=awq, 'expected the folder of a checkpoint, found nothing'",
        "file, model_format=llama, 'expected the folder of a checkpoint, found a file'",
        "golden, group_size=64, need --model-format awq",
        "golden, tp=0, expected a power of two",
        "golden, tp=4, attention heads: expected a multiple of 4",
        "golden, tp=two, expected a whole number",
        "golden, tokenizer_path=/nonexistent, expected the file of a tokenizer",
        "golden, dst_path=/proc/none/w, cannot be written: ",
        "golden, dst_path=/dev/null/w, cannot be written: a file is in the way",
        "golden, model_name=a%20b, expected the name of a chat template",
        "synthetic:tinny, '', no such synthetic model"
    })
    void conversion(String model, String options, String message) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("model_name", "llama2"));
        arguments.add("model_path");
        arguments.add(
                model.startsWith("synthetic:")
                        ? model
                        : model.equals("golden")
                                ? GOLDENS.resolve("llama-mha").toString()
                                : folder.resolve(model).toString());
        arguments.addAll(List.of("dst_path", folder.resolve("w").toString()));
        for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
            arguments.addAll(List.of(option.replace("%20", " ").split("=")));
        }
        assertRefused(new ConvertCommand(), message, arguments);
    }

    @ParameterizedTest
    @CsvSource({"absent", "file", "empty", "truncated"})
    void export(String workspace) throws IOException {
        assertRefused(
                new ExportCommand(),
                "expected a TurboMind workspace",
                List.of(
                        "workspace", folder.resolve(workspace).toString(),
                        "dst_path", folder.resolve("w").toString()));
    }

    private void assertRefused(PluginCommand command, String message, List<String> arguments) throws IOException {
        List<Path> before = list();
        assertThatThrownBy(() -> run(command, arguments.toArray(String[]::new)))
                .isExactlyInstanceOf(BenchmarkException.class)
                .satisfies(e ->
                        assertThat(((BenchmarkException) e).errorCode().type()).isEqualTo(ErrorType.USER))
                .message()
                .contains(message)
                .doesNotContain("\n", "Exception", " null", "REDACTED");
        assertThat(list()).isEqualTo(before);
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
