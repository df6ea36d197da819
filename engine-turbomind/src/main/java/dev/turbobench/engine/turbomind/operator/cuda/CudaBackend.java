package dev.turbobench.engine.turbomind.operator.cuda;

import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memAllocFloat;
import static org.lwjgl.system.MemoryUtil.memFree;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.DeviceMemory;
import dev.turbobench.engine.turbomind.device.cuda.CubinCache;
import dev.turbobench.engine.turbomind.device.cuda.CudaArena;
import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaDriver;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.device.cuda.KernelCompiler;
import dev.turbobench.engine.turbomind.device.cuda.NvrtcCompiler;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.ModelWeights;
import dev.turbobench.engine.turbomind.model.RotaryFrequencies;
import dev.turbobench.engine.turbomind.natives.CublasLt;
import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A model on one NVIDIA GPU. */
public final class CudaBackend implements Backend {

    /** What is left for the driver and the libraries when the KV cache is sized. */
    private static final long RESERVE_BYTES = 512L << 20;

    private static final int PIPELINE_DEPTH = 2;

    private final Resources resources = new Resources();
    private final CudaContext context;
    private final CudaShape shape;
    private final CudaStream stream;
    private final ModelParameters parameters;
    private final CudaOperators operators;
    private final AttentionLaunch attention;
    private final StepState state;
    private final StepGraphs graphs;
    private final MemoryAccount account;
    private final Map<String, String> details;

    /**
     * Where to run.
     *
     * @param locator finds the libraries
     * @param ordinal number of the device
     * @param kernelCache folder for compiled kernels
     * @param graphs whether decode steps are recorded and replayed; without, every kernel is launched by itself
     */
    public record Place(LibraryLocator locator, int ordinal, Path kernelCache, boolean graphs) {}

    private CudaBackend(Place place, ModelConfig config, ModelWeights weights, Capacity capacity, DataType dataType) {
        boolean complete = false;
        try {
            shape = new CudaShape(config, capacity, dataType);
            CudaDriver driver = CudaDriver.open(place.locator.locate(LibraryName.cudaDriver()));
            account = resources.add(MemoryAccount.open(place.locator, driver.device(place.ordinal)));
            context = resources.add(CudaContext.open(driver, place.ordinal));
            int driverMajor = driver.version() / 1000;
            stream = resources.add(context.createStream());
            NvrtcCompiler compiler = NvrtcCompiler.open(place.locator.locate(LibraryName.nvrtc(driverMajor)));
            CudaKernels kernels = resources.add(CudaKernels.load(
                    context,
                    new KernelCompiler(
                            compiler,
                            new CubinCache(place.kernelCache),
                            context.device().architecture()),
                    shape));

            CudaArena weightArena =
                    resources.add(CudaArena.allocate(context, WeightLoader.bytes(config, dataType), "the weights"));
            account.weights(weightArena.bytes());
            try (WeightLoader loader = new WeightLoader(context, dataType, weightArena, stream, kernels)) {
                parameters = loader.load(config, weights);
            }

            state = resources.add(new StepState(context, capacity, PIPELINE_DEPTH));
            account.workspace(state.bytes());
            int multiprocessors = context.device().multiprocessors();
            ScratchPlan plan = new ScratchPlan(shape, multiprocessors);
            CudaArena scratch = resources.add(CudaArena.allocate(context, plan.bytes(), "scratch memory"));
            account.workspace(scratch.bytes());
            RotaryFrequencies rotary = RotaryFrequencies.of(config);
            Scratch addresses = plan.take(scratch, (float) rotary.attentionScale());
            copy(rotary.inverse(0), addresses.frequencies());
            long parts = scratch.take(plan.partBytes(), CudaArena.Purpose.WORKSPACE);
            long arrivals = scratch.take(plan.arrivalBytes(), CudaArena.Purpose.WORKSPACE);
            stream.fill(arrivals, (byte) 0, plan.arrivalBytes());
            CublasLt library = CublasLt.open(place.locator.locate(LibraryName.cublasLt(driverMajor)));
            MatrixMultiplier multiplier = resources.add(new MatrixMultiplier(
                    library, dataType, scratch.take(MatrixMultiplier.WORKSPACE_BYTES, CudaArena.Purpose.WORKSPACE)));
            attention = new AttentionLaunch(shape, kernels, stream, state, multiprocessors, parts, arrivals);
            operators = new CudaOperators(shape, kernels, multiplier, stream, state, addresses, attention);
            graphs = resources.add(new StepGraphs(stream, place.graphs));
            details = details(driver.version(), account.driverVersion(), compiler.version(), library.version(), place);
            stream.synchronize();
            // Closing goes backwards: whoever closes takes the context first and lets the device finish.
            resources.add(stream::synchronize);
            resources.add(context::makeCurrent);
            complete = true;
        } finally {
            if (!complete) {
                resources.close();
            }
        }
    }

    /** Open the device, compile the kernels and load the weights. */
    public static CudaBackend open(
            Place place, ModelConfig config, ModelWeights weights, Capacity capacity, DataType dataType) {
        return new CudaBackend(place, config, weights, capacity, dataType);
    }

    private static Map<String, String> details(
            int cudaVersion, String driverVersion, String compilerVersion, long libraryVersion, Place place) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("driver", driverVersion);
        details.put("CUDA", "%d.%d".formatted(cudaVersion / 1000, cudaVersion % 1000 / 10));
        details.put("NVRTC", compilerVersion);
        details.put("cuBLASLt", Long.toString(libraryVersion));
        details.put("decode steps", place.graphs ? "graphs" : "single kernels");
        return details;
    }

    /** Copy numbers to the device in single precision. */
    private void copy(double[] values, long target) {
        FloatBuffer host = memAllocFloat(values.length);
        try {
            for (double value : values) {
                host.put((float) value);
            }
            host.flip();
            stream.copyToDevice(target, memAddress(host), (long) values.length * Float.BYTES);
            stream.synchronize();
        } finally {
            memFree(host);
        }
    }

    @Override
    public String deviceName() {
        return context.device().name();
    }

    @Override
    public Optional<String> deviceId() {
        return Optional.of(context.device().pciBusId());
    }

    @Override
    public DataType dataType() {
        return shape.dataType();
    }

    @Override
    public Map<String, String> details() {
        return details;
    }

    @Override
    public ModelParameters parameters() {
        return parameters;
    }

    @Override
    public Operators operators() {
        return operators;
    }

    @Override
    public Buffer allocate(int rows, int columns) {
        long bytes = rows * shape.rowBytes(columns);
        CudaArena arena = resources.add(CudaArena.allocate(context, CudaArena.aligned(bytes), "activations"));
        account.workspace(arena.bytes());
        return new CudaBuffer(arena.take(bytes, CudaArena.Purpose.WORKSPACE), rows, columns);
    }

    @Override
    public long bytesPerBlock() {
        return shape.layerBlockBytes() * shape.config().layers();
    }

    @Override
    public long freeMemory() {
        return Math.max(0, context.freeMemory() - RESERVE_BYTES);
    }

    @Override
    public long totalMemory() {
        return context.totalMemory();
    }

    @Override
    public void allocateCache(int blocks) {
        long layerBytes = CudaArena.aligned(shape.layerBlockBytes() * blocks);
        long bytes = layerBytes * shape.config().layers();
        CudaArena arena =
                resources.add(CudaArena.allocate(context, bytes, "the KV cache of %d blocks".formatted(blocks)));
        account.cache(bytes);
        attention.use(arena.take(bytes, CudaArena.Purpose.KV_CACHE), layerBytes);
    }

    /** Where everything is enqueued. */
    CudaStream stream() {
        return stream;
    }

    /** Device address of the KV cache of a layer. */
    long cacheAddress(int layer) {
        return attention.cache(layer);
    }

    @Override
    public DeviceMemory memory() {
        return account.now();
    }

    @Override
    public int pipelineDepth() {
        return PIPELINE_DEPTH;
    }

    @Override
    public void submit(Batch batch, ForwardPass pass) {
        context.makeCurrent();
        state.upload(batch, stream);
        operators.begin(batch);
        graphs.run(batch, pass);
        state.download(batch, stream);
    }

    @Override
    public void await(Batch batch) {
        state.await(batch);
    }

    @Override
    public void close() {
        resources.close();
    }
}
