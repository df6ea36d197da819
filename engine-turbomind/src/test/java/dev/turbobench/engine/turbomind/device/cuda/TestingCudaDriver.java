package dev.turbobench.engine.turbomind.device.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The fake driver of {@code fake_cuda.c}, compiled on the spot and loaded by the class under test. */
final class TestingCudaDriver {

    private final NativeLibrary library;
    private final Path file;

    private TestingCudaDriver(Path file) {
        this.file = file;
        this.library = NativeLibrary.getInstance(file.toString());
    }

    static TestingCudaDriver build(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("fake_cuda.c");
        try (InputStream text = TestingCudaDriver.class.getResourceAsStream("fake_cuda.c")) {
            Files.copy(text, source);
        }
        Path file = folder.resolve("libcuda.so.1");
        TestingToolchain.run(List.of(
                TestingToolchain.gcc().toString(), "-shared", "-fPIC", "-o", file.toString(), source.toString()));
        return new TestingCudaDriver(file);
    }

    Path file() {
        return file;
    }

    /** Forget the log and what should fail. */
    void reset() {
        function("fake_reset").invokeVoid(new Object[0]);
    }

    /** Let a function fail from now on. */
    void fail(String function, int status) {
        function("fake_fail").invokeVoid(new Object[] {function, status});
    }

    /** Set what the driver says about itself. */
    void pretend(int version, int capabilityMajor, int devices) {
        function("fake_device").invokeVoid(new Object[] {version, capabilityMajor, devices});
    }

    /** Number of objects that were created and not released. */
    long live() {
        return function("fake_live").invokeLong(new Object[0]);
    }

    /** All calls since the last reset. */
    List<String> calls() {
        return function("fake_log").invokeString(new Object[0], false).lines().toList();
    }

    private Function function(String name) {
        return library.getFunction(name);
    }
}
