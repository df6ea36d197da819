package dev.turbobench.engine.turbomind.bench;

import dev.turbobench.engine.turbomind.device.cuda.CubinCache;
import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaDriver;
import dev.turbobench.engine.turbomind.device.cuda.CudaEvent;
import dev.turbobench.engine.turbomind.device.cuda.CudaGraph;
import dev.turbobench.engine.turbomind.device.cuda.CudaKernel;
import dev.turbobench.engine.turbomind.device.cuda.CudaModule;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.device.cuda.KernelCompiler;
import dev.turbobench.engine.turbomind.device.cuda.KernelSources;
import dev.turbobench.engine.turbomind.device.cuda.KernelUnit;
import dev.turbobench.engine.turbomind.device.cuda.NvrtcCompiler;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A GPU with the kernels of {@code ceilings.cu}, and a stopwatch. */
final class GpuBench implements AutoCloseable {

    final LibraryLocator locator = LibraryLocator.ofMachine(List.of());
    final CudaDriver driver = CudaDriver.open(locator.locate(LibraryName.cudaDriver()));
    final int driverMajor = driver.version() / 1000;
    final CudaContext context = CudaContext.open(driver, 0);
    final CudaStream stream = context.createStream();
    final NvrtcCompiler compiler = NvrtcCompiler.open(locator.locate(LibraryName.nvrtc(driverMajor)));
    private final CudaModule module;
    private final CudaEvent start = context.createEvent(true);
    private final CudaEvent end = context.createEvent(true);
    private final CudaKernel fill;

    GpuBench() throws IOException {
        KernelSources sources = new KernelSources(GpuBench.class, "/dev/turbobench/engine/turbomind/bench/");
        KernelCompiler kernels = new KernelCompiler(
                compiler,
                new CubinCache(Files.createTempDirectory("ceilings")),
                context.device().architecture());
        module = context.load(kernels.compile(List.of(new KernelUnit(sources.read("ceilings.cu"), Map.of())))
                .get(0));
        fill = module.kernel("fill_random", Long.BYTES, Long.BYTES, Integer.BYTES, Integer.BYTES);
    }

    CudaKernel kernel(String name, int... parameterBytes) {
        return module.kernel(name, parameterBytes);
    }

    /** Fill memory with random 16-bit numbers. */
    void randomize(long address, long bytes, int seed) {
        fill.grid(2048, 1, 1)
                .block(256, 1, 1)
                .argument(address)
                .argument(bytes / 4)
                .argument(seed)
                .argument(0)
                .launch(stream);
    }

    /** Median microseconds of one run of {@code body}, recorded as a graph and replayed. */
    double micros(int repeats, Runnable body) {
        body.run();
        stream.synchronize();
        try (CudaGraph graph = stream.capture(body)) {
            graph.upload(stream);
            graph.launch(stream);
            double[] times = new double[repeats];
            for (int i = 0; i < repeats; i++) {
                start.record(stream);
                graph.launch(stream);
                end.record(stream);
                end.synchronize();
                times[i] = start.millisUntil(end) * 1000;
            }
            Arrays.sort(times);
            return times[repeats / 2];
        }
    }

    @Override
    public void close() {
        fill.close();
        start.close();
        end.close();
        module.close();
        stream.close();
        context.close();
    }
}
