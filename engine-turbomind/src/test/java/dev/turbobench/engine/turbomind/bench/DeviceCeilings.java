package dev.turbobench.engine.turbomind.bench;

import static org.lwjgl.system.MemoryUtil.memCopy;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memPutFloat;
import static org.lwjgl.system.MemoryUtil.nmemAlignedAllocChecked;
import static org.lwjgl.system.MemoryUtil.nmemAlignedFree;
import static org.lwjgl.system.MemoryUtil.nmemAllocChecked;
import static org.lwjgl.system.MemoryUtil.nmemFree;

import dev.turbobench.engine.turbomind.device.cuda.CudaArena;
import dev.turbobench.engine.turbomind.device.cuda.CudaArena.Purpose;
import dev.turbobench.engine.turbomind.device.cuda.CudaKernel;
import dev.turbobench.engine.turbomind.natives.CublasLt;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import dev.turbobench.engine.turbomind.natives.Nvml;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Measures what decides the design of the kernels: the read rate by access pattern, the cost of a kernel boundary, and
 * cuBLASLt on the matrices of a Llama-2-7B with weights that are not in the L2 cache.
 */
public final class DeviceCeilings {

    private static final int TILE_BYTES = 16384;
    private static final int RING_BYTES = 6 * TILE_BYTES;
    private static final int POINTER = Long.BYTES;
    private static final int NUMBER = Integer.BYTES;

    private final GpuBench gpu;
    private final PrintStream out;
    private final CudaArena arena;
    private final long data;
    private final long dataBytes = 4L << 30;
    private final long sink;

    private DeviceCeilings(GpuBench gpu, PrintStream out) {
        this.gpu = gpu;
        this.out = out;
        arena = CudaArena.allocate(gpu.context, dataBytes + (512L << 20), "the measurement");
        data = arena.take(dataBytes, Purpose.WEIGHTS);
        sink = arena.take(256, Purpose.WORKSPACE);
        gpu.randomize(data, dataBytes, 1);
        gpu.stream.synchronize();
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        try (GpuBench gpu = new GpuBench();
                Nvml nvml = Nvml.open(gpu.locator.locate(LibraryName.nvml()))) {
            long handle = nvml.device(gpu.context.device().pciBusId());
            out.printf("device: %s%n", gpu.context.device());
            out.printf(
                    "CUDA %d, driver %s, NVRTC %s%n",
                    gpu.driver.version(), nvml.driverVersion(), gpu.compiler.version());
            out.printf(
                    "libraries: %s %s%n",
                    gpu.locator.locate(LibraryName.nvrtc(gpu.driverMajor)),
                    gpu.locator.locate(LibraryName.cublasLt(gpu.driverMajor)));
            DeviceCeilings ceilings = new DeviceCeilings(gpu, out);
            out.printf(
                    "NVML: %s, this process %s%n",
                    nvml.memory(handle),
                    nvml.processMemory(handle, ProcessHandle.current().pid()));
            ceilings.reads();
            ceilings.boundaries();
            ceilings.products();
            ceilings.arena.close();
        }
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private void reads() {
        print("%n| read of 4 GiB | blocks per SM | GB/s |%n|---|---:|---:|");
        int multiprocessors = gpu.context.device().multiprocessors();
        try (CudaKernel vectors = gpu.kernel("read_vectors", POINTER, POINTER, POINTER);
                CudaKernel bulk = gpu.kernel("read_bulk", POINTER, NUMBER, POINTER);
                CudaKernel tensor = gpu.kernel("read_tensor", 128, NUMBER, NUMBER, POINTER)) {
            for (int blocks = 1; blocks <= 4; blocks *= 2) {
                int grid = multiprocessors * blocks;
                rate(
                        "16-byte loads",
                        blocks,
                        gpu.micros(
                                10,
                                () -> vectors.grid(grid, 1, 1)
                                        .block(512, 1, 1)
                                        .argument(data)
                                        .argument(dataBytes / 16)
                                        .argument(sink)
                                        .launch(gpu.stream)));
            }
            for (int blocks = 1; blocks <= 2; blocks++) {
                int grid = multiprocessors * blocks;
                rate("bulk copies of 16 KiB", blocks, gpu.micros(10, () -> bulk(bulk, grid, data, dataBytes)));
            }
            int columns = 4096;
            long rows = dataBytes / 2 / columns;
            long map = nmemAlignedAllocChecked(64, 128);
            gpu.context.describeMatrix(map, false, data, rows, columns, 128, 64);
            for (int blocks = 1; blocks <= 2; blocks++) {
                int grid = multiprocessors * blocks;
                rate("tensor copies, 4096 columns, boxes 128 x 64", blocks, gpu.micros(10, () -> {
                    tensor.grid(grid, 1, 1).block(128, 1, 1).sharedMemory(RING_BYTES);
                    memCopy(map, tensor.structureArgument(128), 128);
                    tensor.argument(columns / 64)
                            .argument((int) (dataBytes / TILE_BYTES))
                            .argument(sink)
                            .launch(gpu.stream);
                }));
            }
            nmemAlignedFree(map);
        }
    }

    private void bulk(CudaKernel kernel, int grid, long address, long bytes) {
        kernel.grid(grid, 1, 1)
                .block(128, 1, 1)
                .sharedMemory(RING_BYTES)
                .argument(address)
                .argument((int) (bytes / TILE_BYTES))
                .argument(sink)
                .launch(gpu.stream);
    }

    private void rate(String pattern, int blocks, double micros) {
        print("| %s | %d | %.0f |", pattern, blocks, dataBytes / micros / 1000);
    }

    /** Chains of kernels in a graph; every kernel of a chain reads another part of the memory. */
    private void boundaries() {
        print(
                "%n| chain of 100 kernels in a graph | us per kernel | us over the rate of one large kernel |%n|---|---:|---:|");
        int chain = 100;
        int multiprocessors = gpu.context.device().multiprocessors();
        try (CudaKernel plain = gpu.kernel("nothing", POINTER);
                CudaKernel overlapping = gpu.kernel("nothing_overlapping", POINTER);
                CudaKernel bulk = gpu.kernel("read_bulk", POINTER, NUMBER, POINTER);
                CudaKernel bulkOverlapping = gpu.kernel("read_bulk_overlapping", POINTER, NUMBER, POINTER)) {
            overlapping.overlapping(true);
            bulkOverlapping.overlapping(true);
            for (CudaKernel kernel : new CudaKernel[] {plain, overlapping}) {
                double micros = gpu.micros(20, () -> {
                    for (int i = 0; i < chain; i++) {
                        kernel.grid(multiprocessors, 1, 1)
                                .block(128, 1, 1)
                                .argument(sink)
                                .launch(gpu.stream);
                    }
                });
                print("| empty%s | %.2f | |", kernel == plain ? "" : ", overlapping launch", micros / chain);
            }
            double large = gpu.micros(10, () -> bulk(bulk, multiprocessors * 2, data, dataBytes));
            for (int mebibytes : new int[] {4, 8, 32, 96}) {
                long bytes = (long) mebibytes << 20;
                for (CudaKernel kernel : new CudaKernel[] {bulk, bulkOverlapping}) {
                    for (int blocks = 1; blocks <= 2; blocks++) {
                        int grid = multiprocessors * blocks;
                        double micros = gpu.micros(10, () -> {
                                    for (int i = 0; i < chain; i++) {
                                        bulk(kernel, grid, data + i * bytes % (dataBytes - bytes), bytes);
                                    }
                                })
                                / chain;
                        print(
                                "| read %d MiB, %d blocks per SM%s | %.2f | %.2f |",
                                mebibytes,
                                blocks,
                                kernel == bulk ? "" : ", overlapping launch",
                                micros,
                                micros - large * bytes / dataBytes);
                    }
                }
            }
        }
    }

    private void products() {
        print(
                "%n| cuBLASLt fp16, cold weights | rows | first: us, GB/s, TFLOP/s | best of 8: us, GB/s, TFLOP/s |%n|---|---:|---:|---:|");
        long workspace = arena.take(32 << 20, Purpose.WORKSPACE);
        long input = arena.take(64L << 20, Purpose.WORKSPACE);
        long output = arena.take(256L << 20, Purpose.WORKSPACE);
        gpu.randomize(input, 64L << 20, 2);
        try (CublasLt library = CublasLt.open(gpu.locator.locate(LibraryName.cublasLt(gpu.driverMajor)))) {
            print("cuBLASLt version %d", library.version());
            Shape[] shapes = {
                new Shape("QKV", 12288, 4096),
                new Shape("output", 4096, 4096),
                new Shape("gate and up", 22016, 4096),
                new Shape("down", 4096, 11008),
                new Shape("head", 32000, 4096)
            };
            for (Shape shape : shapes) {
                for (int rows : new int[] {1, 4, 8, 16, 32, 64, 128, 512, 2048}) {
                    product(library, shape, rows, input, output, workspace);
                }
            }
        }
    }

    private record Shape(String name, int out, int in) {}

    private void product(CublasLt library, Shape shape, int rows, long input, long output, long workspace) {
        long weightBytes = 2L * shape.out * shape.in;
        int copies = (int) Math.min(rows >= 512 ? 8 : 16, dataBytes / weightBytes);
        long description = library.createDescription(true, false);
        long a = library.createLayout(CublasLt.TYPE_FP16, shape.in, shape.out, shape.in);
        long b = library.createLayout(CublasLt.TYPE_FP16, shape.in, rows, shape.in);
        boolean head = shape.name.equals("head");
        long d = library.createLayout(head ? CublasLt.TYPE_FP32 : CublasLt.TYPE_FP16, shape.out, rows, shape.out);
        long results = nmemAllocChecked(8L * CublasLt.HEURISTIC_RESULT_BYTES);
        long factors = nmemAllocChecked(8);
        memPutFloat(factors, 1);
        memPutFloat(factors + 4, 0);
        int found = library.algorithms(description, a, b, d, d, 32 << 20, 8, results);
        double first = 0;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < found; i++) {
            long algorithm = results + (long) i * CublasLt.HEURISTIC_RESULT_BYTES;
            long bytes = memGetLong(algorithm + CublasLt.HEURISTIC_WORKSPACE_OFFSET);
            double micros = gpu.micros(7, () -> {
                        for (int c = 0; c < copies; c++) {
                            library.multiply(
                                    description,
                                    factors,
                                    data + c * weightBytes,
                                    a,
                                    input,
                                    b,
                                    factors + 4,
                                    output,
                                    d,
                                    output,
                                    d,
                                    algorithm,
                                    workspace,
                                    bytes,
                                    gpu.stream.handle());
                        }
                    })
                    / copies;
            first = i == 0 ? micros : first;
            best = Math.min(best, micros);
        }
        double moved = weightBytes + 2.0 * rows * (shape.in + shape.out);
        double operations = 2.0 * rows * shape.in * shape.out;
        print(
                "| %s %d x %d | %d | %.1f, %.0f, %.0f | %.1f, %.0f, %.0f |",
                shape.name,
                shape.out,
                shape.in,
                rows,
                first,
                moved / first / 1000,
                operations / first / 1e6,
                best,
                moved / best / 1000,
                operations / best / 1e6);
        nmemFree(results);
        nmemFree(factors);
        library.destroyLayout(a);
        library.destroyLayout(b);
        library.destroyLayout(d);
        library.destroyDescription(description);
    }
}
