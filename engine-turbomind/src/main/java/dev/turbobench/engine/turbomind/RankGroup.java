package dev.turbobench.engine.turbomind;

import dev.turbobench.engine.turbomind.communicate.Communicator;
import dev.turbobench.engine.turbomind.communicate.ThreadCommunicators;
import dev.turbobench.engine.turbomind.decoder.Decoder;
import dev.turbobench.engine.turbomind.device.DeviceMemory;
import dev.turbobench.engine.turbomind.model.KvScales;
import dev.turbobench.engine.turbomind.model.Model;
import dev.turbobench.engine.turbomind.model.ModelConfig;
import dev.turbobench.engine.turbomind.model.shard.Shard;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.engine.turbomind.operator.host.HostBackend;
import dev.turbobench.engine.turbomind.runtime.RankExecutor;
import dev.turbobench.engine.turbomind.runtime.SoloExecutor;
import dev.turbobench.engine.turbomind.runtime.StepExecutor;
import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The devices of an engine, each with its share of the model, in the order of the ranks.
 */
final class RankGroup implements AutoCloseable {

    private final ModelConfig model;
    private final List<Backend> backends;
    private final Duration patience;
    private final Optional<String> notice;

    private RankGroup(ModelConfig model, List<Backend> backends, Duration patience, Optional<String> notice) {
        this.model = model;
        this.backends = List.copyOf(backends);
        this.patience = patience;
        this.notice = notice;
    }

    /** A single device with the whole model. */
    static RankGroup solo(Model model, Backend backend) {
        return new RankGroup(model.config(), List.of(backend), Duration.ZERO, Optional.empty());
    }

    /**
     * Ranks that share the CPU.
     *
     * @param threads threads to compute with, all ranks together; each rank has at least one
     * @param patience how long a rank waits for the others before the group fails
     * @param kvScales how the KV cache is quantised; empty to keep it in single precision
     */
    static RankGroup onHost(
            Model model, Capacity capacity, int threads, int size, Duration patience, Optional<KvScales> kvScales) {
        Shard.check(model.config(), size);
        List<Backend> backends = new ArrayList<>();
        try {
            for (int rank = 0; rank < size; rank++) {
                Shard shard = new Shard(rank, size);
                backends.add(HostBackend.open(model, shard, capacity, Math.max(1, threads / size), kvScales));
            }
            int cores = Runtime.getRuntime().availableProcessors();
            Optional<String> notice = size > cores
                    ? Optional.of(
                            "%d ranks share %d cores: they take turns, so this is no measurement of tensor parallelism"
                                    .formatted(size, cores))
                    : Optional.empty();
            return new RankGroup(model.config(), backends, patience, notice);
        } catch (RuntimeException | Error e) {
            backends.forEach(Backend::close);
            throw e;
        }
    }

    /** The device whose results count; all are of one kind. */
    Backend first() {
        return backends.get(0);
    }

    int size() {
        return backends.size();
    }

    /** What users must know about where the ranks are. */
    Optional<String> notice() {
        return notice;
    }

    /** Allocate the activations and connect the ranks; closing the executor closes the devices. */
    StepExecutor connect(Capacity capacity) {
        if (size() == 1) {
            return new SoloExecutor(first(), new Decoder(first(), model, capacity));
        }
        int largest = Math.multiplyExact(capacity.maxRows(), model.hiddenSize());
        ThreadCommunicators group = new ThreadCommunicators(size(), largest, patience);
        List<RankExecutor.Rank> ranks = new ArrayList<>();
        for (int rank = 0; rank < size(); rank++) {
            Shard shard = new Shard(rank, size());
            Communicator communicator = group.rank(rank);
            ranks.add(new RankExecutor.Rank(
                    backends.get(rank),
                    new Decoder(backends.get(rank), shard.config(model), shard, communicator, capacity)));
        }
        return new RankExecutor(ranks, group::fail);
    }

    /** Bytes that the KV cache may take now, all ranks together. */
    long freeMemory() {
        return first().freeMemory();
    }

    /** Bytes of memory that the devices have, all ranks together. */
    long totalMemory() {
        return first().totalMemory();
    }

    /** Bytes that a KV block takes, all ranks together. */
    long bytesPerBlock() {
        return backends.stream().mapToLong(Backend::bytesPerBlock).sum();
    }

    /** What bounds the speed of the first rank, which has no less to do than any other. */
    Roofline roofline(int blockTokens, Ticker ticker) {
        Shard shard = new Shard(0, size());
        double kvBytesPerToken = (double) first().bytesPerBlock() / blockTokens;
        return new Roofline(
                EngineRoofline.work(
                        shard.config(model),
                        shard.tokens(model.vocabularySize()),
                        first().dataType().bytes(),
                        kvBytesPerToken),
                Datasheets.of(first().deviceName()),
                first().measureRates(size(), ticker));
    }

    void allocateCache(int blocks) {
        backends.forEach(backend -> backend.allocateCache(blocks));
    }

    List<String> deviceNames() {
        return backends.stream().map(Backend::deviceName).toList();
    }

    List<String> deviceIds() {
        return backends.stream().flatMap(backend -> backend.deviceId().stream()).toList();
    }

    /** Memory of every rank, with so many KV blocks in use. */
    MemoryUsage memory(long usedBlocks) {
        return new MemoryUsage(backends.stream()
                .map(backend -> {
                    DeviceMemory memory = backend.memory();
                    return new MemoryUsage.Rank(
                            backend.deviceName(),
                            memory.weights(),
                            memory.cache(),
                            usedBlocks * backend.bytesPerBlock(),
                            memory.workspace(),
                            memory.overhead());
                })
                .toList());
    }

    @Override
    public void close() {
        backends.forEach(Backend::close);
    }
}
