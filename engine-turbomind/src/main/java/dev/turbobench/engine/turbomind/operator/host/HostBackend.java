package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.device.Buffer;
import dev.turbobench.engine.turbomind.device.DeviceMemory;
import dev.turbobench.engine.turbomind.device.host.Heap;
import dev.turbobench.engine.turbomind.device.host.HostBuffer;
import dev.turbobench.engine.turbomind.device.host.Processor;
import dev.turbobench.engine.turbomind.device.host.WorkerPool;
import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import dev.turbobench.engine.turbomind.operator.ModelParameters;
import dev.turbobench.engine.turbomind.operator.Operators;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.Roofline.Rates;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The CPU: everything in float32 on the heap of this JVM. */
public final class HostBackend implements Backend {

    private final ModelConfig config;
    private final long weightBytes;
    private final Capacity capacity;
    private final WorkerPool pool;
    private final ModelParameters parameters;
    private final HostCache cache;
    private final HostOperators operators;
    private final AtomicLong workspaceBytes;

    private HostBackend(Model model, Shard shard, Capacity capacity, WorkerPool pool, Optional<KvScales> kvScales) {
        this.config = shard.config(model.config());
        this.weightBytes = bytes(model.config(), shard);
        this.capacity = capacity;
        this.pool = pool;
        parameters = new HostWeights(pool).read(shard.weights(model.config(), model.weights()));
        cache = kvScales.map(scales -> scales.from(shard.firstKvHead(model.config())))
                .<HostCache>map(scales -> new Int8Cache(config, capacity.blockTokens(), scales, pool.size()))
                .orElseGet(() -> new FloatCache(config, capacity.blockTokens()));
        operators = new HostOperators(config, capacity, cache, pool);
        workspaceBytes = new AtomicLong(HostOperators.scratchBytes(config, capacity, pool.size()));
    }

    /**
     * Load a model.
     *
     * @param model the model; may be closed afterwards
     * @param capacity sizes of the scratch
     * @param threads number of threads to compute with
     * @throws dev.turbobench.spi.error.BenchmarkException if the heap is too small
     */
    public static HostBackend open(Model model, Capacity capacity, int threads) {
        return open(model, Shard.WHOLE, capacity, threads, Optional.empty());
    }

    /**
     * Load the share of a rank.
     *
     * @param model the whole model; may be closed afterwards
     * @param shard which share
     * @param capacity sizes of the scratch
     * @param threads number of threads to compute with
     * @param kvScales how the KV cache is quantised; empty to keep it in single precision
     * @throws dev.turbobench.spi.error.BenchmarkException if the heap is too small
     */
    public static HostBackend open(
            Model model, Shard shard, Capacity capacity, int threads, Optional<KvScales> kvScales) {
        ModelConfig config = shard.config(model.config());
        long bytes = bytes(model.config(), shard) + HostOperators.scratchBytes(config, capacity, threads);
        String part = shard.size() == 1 ? "" : " (rank %d of %d)".formatted(shard.rank(), shard.size());
        Heap.require(bytes, "model %s in float32%s".formatted(model.name(), part), "choose a smaller model");
        WorkerPool pool = new WorkerPool(threads);
        try {
            return new HostBackend(model, shard, capacity, pool, kvScales);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    /** Every parameter is a float. */
    private static long bytes(ModelConfig whole, Shard shard) {
        return shard.parameters(whole) * Float.BYTES;
    }

    @Override
    public String deviceName() {
        return Processor.description();
    }

    @Override
    public DataType dataType() {
        return DataType.FP32;
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
        long bytes = (long) rows * columns * Float.BYTES;
        Heap.require(
                bytes,
                "a buffer of %d x %d values".formatted(rows, columns),
                "lower max_prefill_token_num or max_batch_size");
        HostBuffer buffer = new HostBuffer(rows, columns);
        workspaceBytes.addAndGet(bytes);
        return buffer;
    }

    @Override
    public long bytesPerBlock() {
        return cache.bytesPerBlock();
    }

    @Override
    public long freeMemory() {
        return Heap.free();
    }

    @Override
    public long totalMemory() {
        return Heap.total();
    }

    @Override
    public String cacheType() {
        return cache.type();
    }

    @Override
    public void allocateCache(int blocks) {
        Heap.require(
                blocks * bytesPerBlock(),
                "a KV cache of %d blocks of %d tokens".formatted(blocks, capacity.blockTokens()),
                "lower cache_max_entry_count");
        cache.allocate(blocks);
    }

    @Override
    public DeviceMemory memory() {
        return new DeviceMemory(weightBytes, cache.count() * bytesPerBlock(), workspaceBytes.get(), 0);
    }

    @Override
    public Rates measureRates(int ranks, Ticker ticker) {
        return HostProbe.measure(pool.size(), ranks, ticker);
    }

    @Override
    public int pipelineDepth() {
        return 1;
    }

    @Override
    public void submit(Batch batch, ForwardPass pass) {
        operators.begin(batch);
        pass.forward(batch);
    }

    @Override
    public void await(Batch batch) {
        // submit has done everything.
    }

    @Override
    public void close() {
        pool.close();
        cache.release();
    }
}
