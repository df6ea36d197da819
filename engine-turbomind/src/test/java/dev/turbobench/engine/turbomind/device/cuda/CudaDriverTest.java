package dev.turbobench.engine.turbomind.device.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the driver: their order, their arguments, their errors, and that everything is released. */
class CudaDriverTest {

    @TempDir
    static Path folder;

    private static TestingCudaDriver fake;
    private static CudaDriver driver;

    @BeforeAll
    static void loadTheFake() throws IOException, InterruptedException {
        fake = TestingCudaDriver.build(folder);
        driver = CudaDriver.open(fake.file());
    }

    @BeforeEach
    void reset() {
        fake.pretend(13_000, 9, 1);
        fake.reset();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(fake.live()).isZero();
    }

    @Test
    void describesTheDevice() {
        CudaDevice device = driver.device(0);

        assertThat(driver.version()).isEqualTo(13_000);
        assertThat(device.name()).isEqualTo("Fake GPU");
        assertThat(device.pciBusId()).isEqualTo("0000:01:00.0");
        assertThat(device.architecture()).isEqualTo("sm_90a");
        assertThat(device.multiprocessors()).isEqualTo(132);
        assertThat(device.memoryBytes()).isEqualTo(8L << 30);
    }

    @Test
    void retainsThePrimaryContextAndReleasesItOnce() {
        CudaContext context = CudaContext.open(driver, 0);
        context.close();
        context.close();

        assertThat(fake.calls())
                .containsExactly("cuDevicePrimaryCtxRetain 0", "cuCtxSetCurrent 77", "cuDevicePrimaryCtxRelease 0");
    }

    @Test
    void launchesWithTheArgumentsInTheirPlaces() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream();
                CudaModule module = context.load("image\0".getBytes(US_ASCII));
                CudaKernel kernel = module.kernel("scale_8_4_f", Long.BYTES, Integer.BYTES, Float.BYTES)) {
            kernel.grid(2, 3, 4).block(32, 2, 1).sharedMemory(100_000).overlapping(true);
            kernel.argument(123_456_789_012L).argument(-7).argument(0.5f).launch(stream);
            kernel.grid(5, 1, 1).overlapping(false).argument(1L).argument(2).argument(3f);
            kernel.launch(stream);
        }

        assertThat(fake.calls())
                .contains("cuModuleLoadData image", "cuModuleGetFunction scale_8_4_f")
                .containsSubsequence(
                        "cuFuncSetAttribute 8 100000",
                        "cuLaunchKernelEx scale_8_4_f grid 2 3 4 block 32 2 1 shared 100000 attribute 6=1 "
                                + "123456789012 -7 0.5",
                        "cuLaunchKernelEx scale_8_4_f grid 5 1 1 block 32 2 1 shared 100000 1 2 3");
    }

    @Test
    void refusesALaunchWithWrongArguments() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream();
                CudaModule module = context.load("image\0".getBytes(US_ASCII));
                CudaKernel kernel = module.kernel("one_4", Integer.BYTES)) {
            assertThatThrownBy(() -> kernel.argument(1L)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> kernel.launch(stream)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> kernel.argument(1).argument(2)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(fake.calls()).noneMatch(call -> call.startsWith("cuLaunch"));
    }

    @Test
    void describesMatricesWithBoxesOf32Bits() {
        try (CudaContext context = CudaContext.open(driver, 0);
                PinnedMemory map = context.allocatePinned(128)) {
            context.describeMatrix(map.address(), true, 4096, 11008, 4096, 128, 64);
        }

        assertThat(fake.calls())
                .contains(
                        "cuTensorMapEncodeTiled type 9 [4096, 11008] stride 8192 box [64, 128] steps [1, 1] swizzle 3");
    }

    @Test
    void recordsAGraphAndLaunchesItOften() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream();
                PinnedMemory memory = context.allocatePinned(64);
                CudaGraph graph =
                        stream.capture(() -> stream.copyOnDevice(memory.address(), memory.address() + 32, 32))) {
            graph.upload(stream);
            graph.launch(stream);
            graph.launch(stream);
        }

        assertThat(fake.calls())
                .containsSubsequence(
                        "cuStreamBeginCapture 1",
                        "cuMemcpyDtoDAsync 32",
                        "cuStreamEndCapture",
                        "cuGraphInstantiate 0",
                        "cuGraphDestroy",
                        "cuGraphUpload",
                        "cuGraphLaunch",
                        "cuGraphLaunch",
                        "cuGraphExecDestroy");
    }

    @Test
    void endsACaptureThatFails() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream()) {
            assertThatThrownBy(() -> stream.capture(() -> {
                        throw new IllegalArgumentException("first cause");
                    }))
                    .hasMessage("first cause");
        }

        assertThat(fake.calls()).containsSubsequence("cuStreamEndCapture", "cuGraphDestroy", "cuStreamDestroy");
    }

    @Test
    void releasesTheGraphIfItCannotBeInstantiated() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream()) {
            fake.fail("cuGraphInstantiate", 1);

            assertThatThrownBy(() -> stream.capture(() -> {})).hasMessageContaining("cuGraphInstantiateWithFlags");
        }
    }

    @Test
    void copiesBothWays() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaStream stream = context.createStream();
                PinnedMemory host = context.allocatePinned(256);
                CudaArena arena = CudaArena.allocate(context, 512, "a test")) {
            long first = arena.take(100, CudaArena.Purpose.WEIGHTS);
            long second = arena.take(256, CudaArena.Purpose.WORKSPACE);
            host.view(0, 8).putLong(0, 42);
            stream.copyToDevice(first, host.address(), 8);
            stream.copyOnDevice(second, first, 8);
            stream.copyToHost(host.address() + 128, second, 8);

            assertThat(host.view(128, 8).getLong(0)).isEqualTo(42);
            assertThat(second - first).isEqualTo(256);
            assertThat(arena.taken(CudaArena.Purpose.WEIGHTS)).isEqualTo(256);
            assertThat(arena.remaining()).isZero();
            assertThatThrownBy(() -> arena.take(1, CudaArena.Purpose.WORKSPACE))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> host.view(250, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void saysWhatIsMissingWhenMemoryIsTooSmall() {
        try (CudaContext context = CudaContext.open(driver, 0)) {
            assertThatThrownBy(() -> CudaArena.allocate(context, 5L << 30, "the KV cache"))
                    .isInstanceOfSatisfying(
                            BenchmarkException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(StandardErrorCode.OUT_OF_MEMORY.code()))
                    .hasMessage("Fake GPU (device 0): the KV cache needs 5.00 GiB, free is 4.00 GiB of 8.00 GiB; "
                            + "lower cache_max_entry_count or the batch size");
        }
    }

    @Test
    void namesOperationStatusAndDeviceInErrors() {
        try (CudaContext context = CudaContext.open(driver, 0)) {
            fake.fail("cuMemAlloc", 2);

            assertThatThrownBy(() -> CudaArena.allocate(context, 1024, "a test"))
                    .isInstanceOfSatisfying(
                            BenchmarkException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(StandardErrorCode.OUT_OF_MEMORY.code()))
                    .hasMessage("Fake GPU (device 0): cuMemAlloc failed: out of memory (2, CUDA_ERROR_OUT_OF_MEMORY)");
        }
    }

    @Test
    void anEventThatIsNotReachedIsNoError() {
        try (CudaContext context = CudaContext.open(driver, 0);
                CudaEvent event = context.createEvent(false)) {
            fake.fail("cuEventQuery", 600);
            assertThat(event.reached()).isFalse();

            fake.fail("cuEventQuery", 700);
            assertThatThrownBy(event::reached).hasMessageContaining("cuEventQuery failed");
        }
    }

    @Test
    void saysWhyTheGpusCannotBeUsed() throws IOException {
        Path root = folder.resolve("root");
        Path libraries = Files.createDirectories(root.resolve("usr/lib64"));
        LibraryLocator locator = new LibraryLocator(List.of(fake.file()), Map.of(), root);
        LibraryLocator nothing = new LibraryLocator(List.of(), Map.of(), root);

        assertThat(reason(nothing)).contains("the CUDA driver (libcuda.so.1) was not found; looked in " + libraries);
        assertThat(reason(locator)).contains("NVML (libnvidia-ml.so.1) was not found");
        Files.createFile(libraries.resolve("libnvidia-ml.so.1"));
        assertThat(reason(locator)).contains("NVRTC (libnvrtc.so.13 or libnvrtc.so.12) was not found");
        Files.createFile(libraries.resolve("libnvrtc.so.13"));
        assertThat(reason(locator)).contains("cuBLASLt (libcublasLt.so.13 or libcublasLt.so.12) was not found");
        Files.createFile(libraries.resolve("libcublasLt.so.13"));
        assertThat(CudaAvailability.find(locator).availability().isAvailable()).isTrue();
        assertThat(CudaAvailability.find(locator).description()).isEqualTo("NVIDIA GPUs (0: Fake GPU)");

        fake.pretend(12_030, 9, 1);
        assertThat(reason(locator))
                .isEqualTo("the driver supports CUDA 12.3, at least 12.4 is needed: update the driver");
        fake.pretend(13_000, 7, 1);
        assertThat(reason(locator))
                .startsWith("Fake GPU (device 0) has compute capability 7.0, at least 8.0 is needed");
        fake.pretend(13_000, 9, 0);
        assertThat(reason(locator)).startsWith("the driver finds no GPU");
    }

    private static String reason(LibraryLocator locator) {
        return CudaAvailability.find(locator).availability().reason().orElseThrow();
    }
}
