package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.device.cuda.CubinCache;
import dev.turbobench.engine.turbomind.device.cuda.KernelCompiler;
import dev.turbobench.engine.turbomind.device.cuda.KernelSource;
import dev.turbobench.engine.turbomind.device.cuda.KernelUnit;
import dev.turbobench.engine.turbomind.device.cuda.NvrtcCompiler;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The run-time compiler, reached the way the engine reaches it, makes machine code of every kernel. */
class NvrtcCompilationTest {

    private static final String PACKAGED = "/org/bytedeco/cuda/linux-x86_64/";

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static NvrtcCompiler compiler;

    @BeforeAll
    static void unpackTheCompiler() throws IOException {
        for (String name : List.of("libnvrtc.so.13", "libnvrtc-builtins.so.13.1")) {
            try (InputStream packaged = NvrtcCompilationTest.class.getResourceAsStream(PACKAGED + name)) {
                Files.copy(packaged, libraries.resolve(name));
            }
        }
        compiler = NvrtcCompiler.open(libraries.resolve("libnvrtc.so.13"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("sm_80", TestingShapes.llama7b()),
                Arguments.of("sm_90a", TestingShapes.llama7b()),
                Arguments.of("sm_90a", TestingShapes.llama8b()),
                Arguments.of("sm_90a", TestingShapes.small()));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void compilesEveryKernel(String architecture, CudaShape shape) {
        List<KernelUnit> units = CudaKernels.units(shape.constants());

        List<byte[]> images = compiler(architecture).compile(units);

        assertThat(images)
                .hasSameSizeAs(units)
                .allSatisfy(image -> assertThat(image).startsWith(0x7f, 'E', 'L', 'F'));
    }

    @Test
    void takesFromTheCacheWhatIsThere() throws IOException {
        KernelUnit unit = unit("extern \"C\" __global__ void nothing() {}");
        byte[] first = compiler("sm_80").compile(List.of(unit)).get(0);
        Path cached = onlyFile();
        byte[] marked = first.clone();
        marked[marked.length - 1] ^= 1;
        Files.write(cached, marked);

        assertThat(compiler("sm_80").compile(List.of(unit))).containsExactly(marked);
    }

    @Test
    void compilesAgainWhatIsDamaged() throws IOException {
        KernelUnit unit = unit("extern \"C\" __global__ void nothing() {}");
        byte[] first = compiler("sm_80").compile(List.of(unit)).get(0);
        Files.writeString(onlyFile(), "damaged");

        assertThat(compiler("sm_80").compile(List.of(unit))).containsExactly(first);
    }

    @Test
    void whateverTheCodeDependsOnChangesItsName() throws IOException {
        String text = "#include \"h.cuh\"\nextern \"C\" __global__ void nothing(int* p) { *p = X + Y; }";
        List<KernelUnit> units = new ArrayList<>();
        for (String x : List.of("1", "2")) {
            for (String y : List.of("1", "2")) {
                KernelSource source = new KernelSource("a.cu", text, Map.of("h.cuh", "#define Y " + y));
                units.add(new KernelUnit(source, Map.of("X", x)));
            }
        }

        compiler("sm_80").compile(units);
        compiler("sm_90a").compile(units);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(8);
        }
    }

    @Test
    void theErrorHasTheLogOfTheCompiler() {
        KernelUnit unit = unit("extern \"C\" __global__ void broken() { undeclared = 1; }");

        assertThatThrownBy(() -> compiler("sm_80").compile(List.of(unit)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContainingAll("test.cu(1)", "\"undeclared\" is undefined");
    }

    private KernelCompiler compiler(String architecture) {
        return new KernelCompiler(compiler, new CubinCache(folder), architecture);
    }

    private static KernelUnit unit(String text) {
        return new KernelUnit(new KernelSource("test.cu", text, Map.of()), Map.of());
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
