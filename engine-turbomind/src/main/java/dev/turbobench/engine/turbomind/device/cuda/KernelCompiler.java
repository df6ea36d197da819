package dev.turbobench.engine.turbomind.device.cuda;

import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compiles what is not in the cache, several sources at the same time. */
public final class KernelCompiler {

    private final NvrtcCompiler compiler;
    private final CubinCache cache;
    private final String architecture;

    /**
     * Create a compiler.
     *
     * @param architecture target, as {@link CudaDevice#architecture} gives it
     */
    public KernelCompiler(NvrtcCompiler compiler, CubinCache cache, String architecture) {
        this.compiler = compiler;
        this.cache = cache;
        this.architecture = architecture;
    }

    /**
     * Compile.
     *
     * @return an image for each unit, in the same order
     */
    public List<byte[]> compile(List<KernelUnit> units) {
        int threads = Math.max(1, Math.min(units.size(), Runtime.getRuntime().availableProcessors()));
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<byte[]>> pending = new ArrayList<>();
            for (KernelUnit unit : units) {
                pending.add(executor.submit(() -> compile(unit)));
            }
            List<byte[]> images = new ArrayList<>();
            for (Future<byte[]> each : pending) {
                images.add(result(each));
            }
            return images;
        } finally {
            executor.shutdownNow();
        }
    }

    private byte[] compile(KernelUnit unit) {
        String key = unit.key(architecture, compiler.version());
        Optional<byte[]> cached = cache.get(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        byte[] image = compiler.compile(unit.source(), unit.options(architecture));
        cache.put(key, image);
        return image;
    }

    private static byte[] result(Future<byte[]> pending) {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while compiling kernels", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchmarkException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot compile a kernel", e.getCause());
        }
    }
}
