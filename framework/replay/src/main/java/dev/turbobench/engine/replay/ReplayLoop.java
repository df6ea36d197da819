package dev.turbobench.engine.replay;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.StepSink;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread that times all requests. It works through the due times in order, however late it is, so that what it
 * reports as time stamps is always the schedule.
 */
final class ReplayLoop implements Runnable {

    private final Script script;
    private final DeadlineClock clock;
    private final StepSink steps;
    private final Emission emission;
    private final Queue<List<Stream>> inbox = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Stream> waiting = new ArrayDeque<>();
    private final LiveStreams live = new LiveStreams();
    private volatile boolean closed;
    private volatile boolean resetAsked;
    private volatile int kvBlocks;
    private volatile int busy;
    private long lastStepNanos;
    private int round = -1;
    private int roundSinceReset = -1;

    ReplayLoop(Script script, DeadlineClock clock, StepSink steps) {
        this.script = script;
        this.clock = clock;
        this.steps = steps;
        this.emission = new Emission(script);
    }

    /** Take requests; any thread. The caller wakes the loop. */
    void accept(List<Stream> streams) {
        addBusy(streams.size());
        inbox.add(streams);
    }

    private synchronized void addBusy(int count) {
        busy += count;
    }

    int kvBlocks() {
        return kvBlocks;
    }

    void reset() {
        if (busy > 0) {
            throw new IllegalStateException("%d requests are running".formatted(busy));
        }
        resetAsked = true;
    }

    void close() {
        closed = true;
    }

    @Override
    public void run() {
        while (!closed) {
            clock.attend();
            receive();
            cancel();
            if (closed) {
                break;
            }
            long next = live.earliest();
            if (next == LiveStreams.NEVER) {
                clock.await();
            } else if (clock.await(next)) {
                step(next);
            }
        }
        closeStreams();
    }

    private void receive() {
        for (List<Stream> streams = inbox.poll(); streams != null; streams = inbox.poll()) {
            waiting.addAll(streams);
        }
        if (!waiting.isEmpty()) {
            admit(waiting.peek().receivedNanos);
        }
    }

    /** Let as many requests run as fit, from a time on. */
    private void admit(long nanos) {
        if (live.size() == 0 && !waiting.isEmpty()) {
            beginRound(nanos);
        }
        while (!waiting.isEmpty()
                && live.size() < script.limits().maxBatchSize()
                && live.blocks() + waiting.peek().blocks <= script.limits().kvBlocks()) {
            Stream stream = waiting.remove();
            long admitted = Math.max(nanos, stream.receivedNanos);
            stream.round = round;
            stream.roundSinceReset = roundSinceReset;
            stream.dueNanos =
                    admitted + script.times().prefill(stream.request.promptTokens().length, round, roundSinceReset);
            live.add(stream);
            stream.sink.onAdmitted(stream.id(), admitted);
            if (stream.fault == Fault.PREEMPT) {
                stream.sink.onPreempted(stream.id(), admitted);
            }
        }
        kvBlocks = live.blocks();
    }

    private void beginRound(long nanos) {
        lastStepNanos = nanos;
        round++;
        roundSinceReset = resetAsked ? 0 : roundSinceReset + 1;
        resetAsked = false;
    }

    private void step(long due) {
        if (script.times().inStep()) {
            reportStep(due);
        }
        boolean ended = false;
        int batch = live.size();
        for (int slot = live.size() - 1; slot >= 0; slot--) {
            if (live.due(slot) == due) {
                ended |= emit(slot, due, batch);
            }
        }
        if (ended) {
            admit(due);
        }
    }

    private void reportStep(long due) {
        int prefilling = 0;
        int prompts = 0;
        int decoding = 0;
        for (int slot = 0; slot < live.size(); slot++) {
            Stream stream = live.get(slot);
            if (stream.emissions > 0) {
                decoding += stream.hangs() ? 0 : 1;
            } else if (live.due(slot) == due) {
                prefilling++;
                prompts += stream.request.promptTokens().length;
            }
        }
        steps.onStep(lastStepNanos, due, prefilling, prompts, decoding, waiting.size(), live.blocks());
        lastStepNanos = due;
    }

    /** Give a request what is due; true if it has ended. */
    private boolean emit(int slot, long due, int batch) {
        Stream stream = live.get(slot);
        if (emission.give(stream, due)) {
            live.remove(slot);
            addBusy(-1);
            emission.end(stream, due);
            return true;
        }
        if (stream.hangs()) {
            live.reschedule(slot, LiveStreams.NEVER);
            return false;
        }
        long gap = script.times().step(stream.id(), stream.emissions, batch, stream.round, stream.roundSinceReset);
        boolean stalls = stream.fault == Fault.STALL && stream.emissions == 1;
        live.reschedule(slot, due + gap + (stalls ? script.stallNanos() : 0));
        return false;
    }

    private void cancel() {
        boolean ended = false;
        for (int slot = live.size() - 1; slot >= 0; slot--) {
            Stream stream = live.get(slot);
            if (stream.cancelled && !stream.hangs()) {
                live.remove(slot);
                ended = true;
                cancelled(stream);
            }
        }
        if (!waiting.isEmpty()) {
            waiting.stream().filter(stream -> stream.cancelled).forEach(this::cancelled);
            waiting.removeIf(stream -> stream.cancelled);
        }
        if (ended) {
            admit(clock.now());
        }
    }

    private void cancelled(Stream stream) {
        addBusy(-1);
        emission.finish(stream, FinishReason.CANCELLED, clock.now());
    }

    private void closeStreams() {
        for (List<Stream> streams = inbox.poll(); streams != null; streams = inbox.poll()) {
            waiting.addAll(streams);
        }
        for (int slot = 0; slot < live.size(); slot++) {
            waiting.add(live.get(slot));
        }
        waiting.forEach(this::cancelled);
    }
}
