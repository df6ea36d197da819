package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.device.cuda.KernelUnit;
import dev.turbobench.engine.turbomind.device.cuda.TestingToolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiler of the toolkit accepts every kernel without a warning, and no kernel spills registers. */
class NvccCompilationTest {

    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");

    @TempDir
    Path folder;

    static Stream<Arguments> kernels() {
        List<Arguments> cases = new ArrayList<>();
        for (String source : CudaKernels.SOURCES) {
            cases.add(Arguments.of(source, "sm_90a", TestingShapes.llama7b()));
            cases.add(Arguments.of(source, "sm_80", TestingShapes.llama8b()));
            cases.add(Arguments.of(source, "sm_80", TestingShapes.small()));
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("kernels")
    void compilesWithoutWarningOrSpill(String source, String architecture, CudaShape shape) throws Exception {
        String report = compile(source, architecture, shape.constants());

        Matcher spills = SPILLS.matcher(report);
        int functions = 0;
        while (spills.find()) {
            functions++;
            assertThat(spills.group()).isEqualTo("0 bytes spill stores, 0 bytes spill loads");
        }
        assertThat(functions).as(report).isPositive();
    }

    private String compile(String source, String architecture, Map<String, String> constants)
            throws IOException, InterruptedException {
        Path nvcc = TestingToolchain.nvcc();
        KernelUnit unit = CudaKernels.units(constants).get(CudaKernels.SOURCES.indexOf(source));
        Files.writeString(folder.resolve(source), unit.source().text());
        for (Map.Entry<String, String> header : unit.source().headers().entrySet()) {
            Files.writeString(folder.resolve(header.getKey()), header.getValue());
        }
        List<String> command = new ArrayList<>(List.of(
                nvcc.toString(),
                "-cubin",
                "-arch=" + architecture,
                "-std=c++17",
                "-Werror",
                "all-warnings",
                "-Xptxas=-v",
                "-o",
                folder.resolve("out.cubin").toString(),
                folder.resolve(source).toString()));
        constants.forEach((name, value) -> command.add("-D" + name + "=" + value));
        return TestingToolchain.run(command);
    }
}
