package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaArena;
import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaEvent;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.device.cuda.PinnedMemory;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.nio.ByteBuffer;

/**
 * The batch as the kernels see it: one block of device memory with the arrays of {@link Batch} one after the other, which
 * is filled by one copy, and one with the results. Host memory is there once for each batch in flight.
 */
final class StepState implements AutoCloseable {

    final long tokens;
    final long positions;
    final long rowSequences;
    final long rowStarts;
    final long slots;
    final long contextLengths;
    final long promptLengths;
    final long sampleRows;
    final long sampleSlots;
    final long topK;
    final long wanted;
    final long topP;
    final long temperature;
    final long seeds;
    final long draws;
    final long scoreRows;
    final long scoreTargets;
    final long blockTables;
    final long lastTokens;
    final long sampledTokens;
    final long sampledLogProbabilities;
    final long scoredLogProbabilities;

    private final int blocksPerSlot;
    private final StepLayout layout;
    private final CudaArena arena;
    private final InFlight[] inFlight;
    private int submitted;
    private int awaited;

    private record InFlight(PinnedMemory memory, ByteBuffer input, ByteBuffer output, CudaEvent done) {}

    StepState(CudaContext context, Capacity capacity, int depth) {
        layout = new StepLayout(capacity);
        blocksPerSlot = capacity.maxBlocksPerSequence();
        arena = CudaArena.allocate(context, layout.totalBytes(), "the batch");
        long base = arena.take(layout.totalBytes(), CudaArena.Purpose.WORKSPACE);
        tokens = base + layout.tokens;
        positions = base + layout.positions;
        rowSequences = base + layout.rowSequences;
        rowStarts = base + layout.rowStarts;
        slots = base + layout.slots;
        contextLengths = base + layout.contextLengths;
        promptLengths = base + layout.promptLengths;
        sampleRows = base + layout.sampleRows;
        sampleSlots = base + layout.sampleSlots;
        topK = base + layout.topK;
        wanted = base + layout.wanted;
        topP = base + layout.topP;
        temperature = base + layout.temperature;
        seeds = base + layout.seeds;
        draws = base + layout.draws;
        scoreRows = base + layout.scoreRows;
        scoreTargets = base + layout.scoreTargets;
        blockTables = base + layout.blockTables;
        sampledTokens = base + layout.sampledTokens;
        sampledLogProbabilities = base + layout.sampledLogProbabilities;
        scoredLogProbabilities = base + layout.scoredLogProbabilities;
        lastTokens = base + layout.lastTokens;
        inFlight = new InFlight[depth];
        for (int i = 0; i < depth; i++) {
            PinnedMemory memory = context.allocatePinned(layout.totalBytes());
            inFlight[i] = new InFlight(
                    memory,
                    memory.view(0, layout.inputBytes),
                    memory.view(layout.inputBytes, layout.outputBytes),
                    context.createEvent(false));
        }
    }

    /** Device memory that it takes. */
    long bytes() {
        return arena.bytes();
    }

    /** Enqueue the copy of a batch to the device. */
    void upload(Batch batch, CudaStream stream) {
        if (submitted - awaited == inFlight.length) {
            throw new IllegalStateException("%d batches are in flight already".formatted(inFlight.length));
        }
        InFlight slot = inFlight[submitted % inFlight.length];
        layout.write(batch, slot.input, blocksPerSlot);
        stream.copyToDevice(tokens - layout.tokens, slot.memory.address(), layout.inputBytes);
    }

    /** Enqueue the copy of the results to the host. */
    void download(Batch batch, CudaStream stream) {
        InFlight slot = inFlight[submitted % inFlight.length];
        if (batch.samples() + batch.scores() > 0) {
            long device = tokens - layout.tokens + layout.inputBytes;
            stream.copyToHost(slot.memory.address() + layout.inputBytes, device, layout.outputBytes);
        }
        slot.done.record(stream);
        submitted++;
    }

    /** Wait for the oldest batch and take its results. */
    void await(Batch batch) {
        if (submitted == awaited) {
            throw new IllegalStateException("no batch is in flight");
        }
        InFlight slot = inFlight[awaited % inFlight.length];
        slot.done.synchronize();
        layout.read(slot.output, batch);
        awaited++;
    }

    @Override
    public void close() {
        for (InFlight slot : inFlight) {
            slot.done.close();
            slot.memory.close();
        }
        arena.close();
    }
}
