package dev.turbobench.engine.turbomind.schedule;

import dev.turbobench.engine.turbomind.cache.BlockPool;
import dev.turbobench.engine.turbomind.cache.BlockTables;
import dev.turbobench.engine.turbomind.operator.Capacity;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Plans steps. Sequences are served in the order in which they were added:
 *
 * <ol>
 *   <li>every running sequence that goes on from a generated token gets the block it may need; if there is none, the
 *       sequence that started last loses all of its own and goes back to the front of the queue;
 *   <li>waiting sequences start while there is a slot and {@link Admission} allows it;
 *   <li>sequences with one row come first in the step, then pieces of prompts until the step is full; {@link PrefillOrder}
 *       says whether sequences that decode wait until the prompts are done.
 * </ol>
 *
 * <p>More than one step may be in flight. What belongs to a sequence is given back only when none of its steps is, so a
 * step that would have to interrupt a sequence is not planned before that. Not thread-safe; planning allocates nothing.
 */
public final class Scheduler {

    private final Capacity capacity;
    private final int prefillTokens;
    private final Admission admission;
    private final PrefillOrder order;
    private final ScheduleListener listener;
    private final BlockPool pool;
    private final BlockTables tables;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();

    /** Running sequences in the order in which they were added. */
    private final Sequence[] running;

    private final int[] freeSlots;
    private int runningCount;
    private int freeSlotCount;
    private int stepsInFlight;

    /**
     * Create a scheduler over an empty cache.
     *
     * @param prefillTokens most tokens of pieces of prompts in a step
     */
    public Scheduler(
            Capacity capacity,
            BlockPool pool,
            int prefillTokens,
            Admission admission,
            PrefillOrder order,
            ScheduleListener listener) {
        this.capacity = capacity;
        this.prefillTokens = prefillTokens;
        this.admission = admission;
        this.order = order;
        this.listener = listener;
        this.pool = pool;
        tables =
                new BlockTables(pool, capacity.maxSequences(), capacity.maxBlocksPerSequence(), capacity.blockTokens());
        running = new Sequence[capacity.maxSequences()];
        freeSlots = new int[capacity.maxSequences()];
        freeSlotCount = freeSlots.length;
        for (int i = 0; i < freeSlots.length; i++) {
            freeSlots[i] = freeSlots.length - 1 - i;
        }
    }

    /** Create a step that this scheduler can plan. */
    public Step newStep() {
        return new Step(capacity, tables.entries());
    }

    /** Number of sequences that wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Number of sequences that run. */
    public int running() {
        return runningCount;
    }

    /** A running sequence. */
    public Sequence running(int index) {
        return running[index];
    }

    /** Queue a sequence; it must fit into the empty cache. */
    public void add(Sequence sequence) {
        if (capacity.blocks(sequence.cacheTokens()) > pool.size()) {
            throw new IllegalArgumentException(
                    "request %d can never run".formatted(sequence.request().id()));
        }
        waiting.addLast(sequence);
    }

    /**
     * Take a sequence out of the queue.
     *
     * @param any true to take any one, false to take one that was cancelled
     * @return the sequence, {@code null} if there is no such one
     */
    public @Nullable Sequence removeWaiting(boolean any) {
        for (Sequence sequence : waiting) {
            if (any || sequence.isCancelled()) {
                waiting.remove(sequence);
                return sequence;
            }
        }
        return null;
    }

    /**
     * Plan a step.
     *
     * @param step gets the plan
     * @return false if there is nothing to compute before a step in flight has ended
     */
    public boolean plan(Step step) {
        step.clear();
        if (!growRunning()) {
            return false;
        }
        admit();
        boolean decode = order == PrefillOrder.MIXED || !hasPrompts();
        for (int i = 0; i < runningCount; i++) {
            if (!running[i].isEnding() && running[i].remaining() == 1 && (decode || running[i].isOnPrompt())) {
                step.add(running[i], 1);
            }
        }
        int budget = Math.min(prefillTokens, capacity.maxRows() - step.size());
        for (int i = 0; i < runningCount && budget > 0; i++) {
            int rows = Math.min(budget, running[i].remaining());
            if (!running[i].isEnding() && running[i].isPrefilling() && running[i].isOnPrompt()) {
                tables.grow(running[i].slot(), running[i].computed() + rows);
                step.add(running[i], rows);
                budget -= rows;
            }
        }
        if (step.size() == 0) {
            return false;
        }
        stepsInFlight++;
        return true;
    }

    private boolean hasPrompts() {
        for (int i = 0; i < runningCount; i++) {
            if (!running[i].isEnding() && running[i].isOnPrompt()) {
                return true;
            }
        }
        return false;
    }

    /** Give every decoding sequence room for one more token; false if that has to wait for steps in flight. */
    private boolean growRunning() {
        for (int i = 0; i < runningCount; i++) {
            Sequence sequence = running[i];
            if (sequence.isEnding() || sequence.remaining() != 1) {
                continue;
            }
            while (!tables.grow(sequence.slot(), sequence.computed() + 1)) {
                if (stepsInFlight > 0) {
                    return false;
                }
                Sequence last = running[runningCount - 1];
                preempt(last);
                if (last == sequence) {
                    break;
                }
            }
        }
        return true;
    }

    private void preempt(Sequence sequence) {
        release(sequence);
        sequence.stop();
        waiting.addFirst(sequence);
        listener.preempted(sequence);
    }

    private void admit() {
        while (!waiting.isEmpty() && freeSlotCount > 0) {
            Sequence next = waiting.getFirst();
            int tokens = switch (admission) {
                case COMPLETE -> next.cacheTokens();
                case PROMPT -> Math.min(next.known(), next.cacheTokens());
            };
            if (capacity.blocks(tokens) > pool.available()) {
                return;
            }
            waiting.removeFirst();
            int slot = freeSlots[--freeSlotCount];
            next.start(slot);
            tables.promise(slot, tokens);
            running[runningCount++] = next;
            if (next.remaining() == 1) {
                tables.grow(slot, 1);
            }
            listener.admitted(next);
        }
    }

    /**
     * A step's results are in its batch: take them over, sequence by sequence, with {@link #commit(Step, int)} after this.
     */
    public void ended(Step step) {
        stepsInFlight--;
        for (int i = 0; i < step.size(); i++) {
            step.sequence(i).stepEnded();
        }
    }

    /** Take over the results of one sequence of an ended step, unless it is ending. */
    public void commit(Step step, int index) {
        Sequence sequence = step.sequence(index);
        if (step.scoreCount(index) > 0) {
            sequence.scoredTo(step.scorePosition(index) + step.scoreCount(index));
        }
        int sample = step.sample(index);
        if (sample >= 0) {
            sequence.append(step.batch().sampledTokens[sample]);
        }
    }

    /** Take a sequence out of the running ones and give back its slot and blocks; none of its steps may be in flight. */
    public void release(Sequence sequence) {
        if (!sequence.isIdle()) {
            throw new IllegalStateException(
                    "request %d is in flight".formatted(sequence.request().id()));
        }
        int index = 0;
        while (running[index] != sequence) {
            index++;
        }
        runningCount--;
        System.arraycopy(running, index + 1, running, index, runningCount - index);
        tables.release(sequence.slot());
        freeSlots[freeSlotCount++] = sequence.slot();
    }
}
