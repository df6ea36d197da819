package dev.turbobench.engine.turbomind.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.TestingSink;
import dev.turbobench.engine.turbomind.cache.BlockPool;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.Capacity;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.SamplingParameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random workloads over a device that computes no model but remembers what is in every cell of the cache: a token's cell
 * must hold it when a later token attends to it, whatever was admitted, cut, preempted, cancelled and reused in between.
 */
class SchedulerTest {

    private static final int EOS = 1;

    private final Random random = new Random();
    private final List<Sequence> admitted = new ArrayList<>();
    private final List<Sequence> ended = new ArrayList<>();
    private final Map<Long, long[]> cells = new HashMap<>();
    private final Map<Sequence, Integer> computedBefore = new HashMap<>();
    private int preemptions;

    static Stream<Integer> seeds() {
        return IntStream.range(0, 200).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySequenceEndsAndSeesItsOwnTokens(int seed) {
        random.setSeed(seed);
        Capacity capacity = new Capacity(1 + random.nextInt(6), 6 + random.nextInt(20), 40, 1 + random.nextInt(7));
        BlockPool pool = new BlockPool(capacity.maxBlocksPerSequence() + random.nextInt(12));
        Admission admission = random.nextBoolean() ? Admission.COMPLETE : Admission.PROMPT;
        PrefillOrder order = random.nextBoolean() ? PrefillOrder.FIRST : PrefillOrder.MIXED;
        Scheduler scheduler = scheduler(capacity, pool, 1 + random.nextInt(12), admission, order);
        int depth = 1 + random.nextInt(2);
        Deque<Step> free = new ArrayDeque<>();
        for (int i = 0; i < depth; i++) {
            free.add(scheduler.newStep());
        }
        Deque<Step> flying = new ArrayDeque<>();
        List<Sequence> all = new ArrayList<>();
        int total = 30;
        int guard = 0;
        while (ended.size() < total) {
            assertThat(++guard).as("steps until everything ended").isLessThan(20_000);
            if (all.size() < total && random.nextInt(3) == 0) {
                Sequence sequence = sequence(all.size());
                all.add(sequence);
                scheduler.add(sequence);
            }
            if (random.nextInt(15) == 0 && !all.isEmpty()) {
                all.get(random.nextInt(all.size())).cancel();
            }
            endCancelled(scheduler);
            while (!free.isEmpty() && scheduler.plan(free.getFirst())) {
                Step step = free.removeFirst();
                checkStep(step, capacity, pool);
                compute(step, capacity);
                flying.addLast(step);
            }
            if (!flying.isEmpty()) {
                Step step = flying.removeFirst();
                commit(scheduler, step);
                free.addLast(step);
            }
        }
        assertThat(ended).doesNotHaveDuplicates().hasSize(total);
        assertThat(pool.used()).isZero();
        assertThat(pool.available()).isEqualTo(pool.size());
        assertThat(scheduler.running()).isZero();
        if (admission == Admission.COMPLETE) {
            assertThat(preemptions).isZero();
            assertThat(admitted)
                    .isSortedAccordingTo(
                            (a, b) -> Long.compare(a.request().id(), b.request().id()));
        }
    }

    @Test
    void latestStartedIsPreemptedFirst() {
        Capacity capacity = new Capacity(3, 30, 20, 2);
        BlockPool pool = new BlockPool(10);
        List<Long> order = new ArrayList<>();
        Scheduler scheduler =
                new Scheduler(capacity, pool, 30, Admission.PROMPT, PrefillOrder.FIRST, new ScheduleListener() {
                    @Override
                    public void admitted(Sequence sequence) {}

                    @Override
                    public void preempted(Sequence sequence) {
                        order.add(sequence.request().id());
                    }
                });
        for (int id = 0; id < 3; id++) {
            scheduler.add(new Sequence(request(id, 6, 12, 0), new TestingSink()));
        }
        Step step = scheduler.newStep();
        for (int i = 0; i < 10 && order.size() < 2; i++) {
            assertThat(scheduler.plan(step)).isTrue();
            scheduler.ended(step);
            for (int s = 0; s < step.size(); s++) {
                scheduler.commit(step, s);
            }
        }
        assertThat(order).startsWith(2L, 1L);
    }

    @Test
    void decodingGoesOnWhileAPromptIsCut() {
        Capacity capacity = new Capacity(2, 8, 40, 4);
        Scheduler scheduler = scheduler(capacity, new BlockPool(20), 4, Admission.COMPLETE, PrefillOrder.MIXED);
        scheduler.add(new Sequence(request(0, 1, 20, 0), new TestingSink()));
        scheduler.add(new Sequence(request(1, 10, 5, 0), new TestingSink()));
        Step step = scheduler.newStep();
        int[] prefill = {5, 4, 2, 0};
        for (int tokens : prefill) {
            assertThat(scheduler.plan(step)).isTrue();
            assertThat(step.prefillTokens()).isEqualTo(tokens);
            assertThat(step.batch().samples()).isGreaterThanOrEqualTo(1);
            assertThat(step.batch().singleRowSequences()).isGreaterThanOrEqualTo(1);
            scheduler.ended(step);
            for (int s = 0; s < step.size(); s++) {
                scheduler.commit(step, s);
            }
        }
        assertThat(step.decodeSequences()).isEqualTo(2);
    }

    @Test
    void sequencesThatStartTogetherDecodeTogether() {
        Capacity capacity = new Capacity(3, 8, 40, 4);
        Scheduler scheduler = scheduler(capacity, new BlockPool(40), 4, Admission.COMPLETE, PrefillOrder.FIRST);
        for (int id = 0; id < 3; id++) {
            scheduler.add(new Sequence(request(id, 10, 2, 0), new TestingSink()));
        }
        Step step = scheduler.newStep();
        List<Integer> decoding = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            assertThat(scheduler.plan(step)).isTrue();
            assertThat(step.prefillTokens() == 0 || step.decodeSequences() == 0).isTrue();
            decoding.add(step.decodeSequences());
            scheduler.ended(step);
            for (int s = 0; s < step.size(); s++) {
                scheduler.commit(step, s);
            }
        }
        assertThat(decoding).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 3);
    }

    private Scheduler scheduler(
            Capacity capacity, BlockPool pool, int prefillTokens, Admission admission, PrefillOrder order) {
        return new Scheduler(capacity, pool, prefillTokens, admission, order, new ScheduleListener() {
            @Override
            public void admitted(Sequence sequence) {
                admitted.add(sequence);
            }

            @Override
            public void preempted(Sequence sequence) {
                preemptions++;
                computedBefore.remove(sequence);
            }
        });
    }

    private Sequence sequence(int id) {
        int newTokens = random.nextInt(20);
        int prompt = newTokens == 0 ? 2 + random.nextInt(20) : 1 + random.nextInt(20);
        return new Sequence(request(id, prompt, newTokens, 2), new TestingSink());
    }

    private GenerationRequest request(int id, int prompt, int newTokens, int lowest) {
        int[] tokens = random.ints(prompt, lowest, 1000).toArray();
        boolean ignoreEos = random.nextBoolean();
        return new GenerationRequest(id, tokens, newTokens, SamplingParameters.GREEDY, ignoreEos, 0, false, true);
    }

    private void endCancelled(Scheduler scheduler) {
        for (Sequence sequence = scheduler.removeWaiting(false);
                sequence != null;
                sequence = scheduler.removeWaiting(false)) {
            ended.add(sequence);
        }
        for (int i = scheduler.running() - 1; i >= 0; i--) {
            Sequence sequence = scheduler.running(i);
            if (sequence.isCancelled()) {
                sequence.end(FinishReason.CANCELLED);
            }
            if (sequence.isEnding() && sequence.isIdle()) {
                scheduler.release(sequence);
                ended.add(sequence);
            }
        }
    }

    private void checkStep(Step step, Capacity capacity, BlockPool pool) {
        Batch batch = step.batch();
        assertThat(batch.rows()).isPositive().isLessThanOrEqualTo(capacity.maxRows());
        assertThat(pool.used()).isLessThanOrEqualTo(pool.size());
        Set<Integer> blocks = new HashSet<>();
        Set<Integer> slots = new HashSet<>();
        for (int s = 0; s < batch.sequences(); s++) {
            assertThat(slots.add(batch.slots[s])).isTrue();
            for (int j = 0; j < capacity.blocks(batch.contextLengths[s]); j++) {
                int block = batch.blockTables[batch.slots[s] * capacity.maxBlocksPerSequence() + j];
                assertThat(blocks.add(block)).as("block is shared").isTrue();
            }
            Sequence sequence = step.sequence(s);
            assertThat(batch.positions[batch.rowStarts[s]]).isEqualTo(computedBefore.getOrDefault(sequence, 0));
            computedBefore.put(sequence, batch.contextLengths[s]);
        }
    }

    /** The "model": the next token is a function of the sequence and the position; some are EOS. */
    private static int next(Sequence sequence, int position) {
        long mix = (sequence.request().id() * 31 + position) * 0x9E3779B97F4A7C15L;
        return (int) (mix >>> 58) == 0 ? EOS : 2 + (int) (mix >>> 40) % 997;
    }

    private static int expected(Sequence sequence, int position) {
        int[] prompt = sequence.request().promptTokens();
        return position < prompt.length ? prompt[position] : next(sequence, position - 1);
    }

    private void compute(Step step, Capacity capacity) {
        Batch batch = step.batch();
        for (int row = 0; row < batch.rows(); row++) {
            int s = batch.rowSequences[row];
            Sequence sequence = step.sequence(s);
            int position = batch.positions[row];
            int token = batch.tokens[row];
            if (token >= 0) {
                assertThat(token).isEqualTo(expected(sequence, position));
            }
            cells.put(
                    cell(batch, s, position, capacity),
                    new long[] {sequence.request().id(), position});
            for (int p = 0; p <= position; p++) {
                long[] content = cells.get(cell(batch, s, p, capacity));
                if (content == null || content[0] != sequence.request().id() || content[1] != p) {
                    throw new AssertionError("sequence %d attends to a cell that is not its own at %d"
                            .formatted(sequence.request().id(), p));
                }
            }
        }
        for (int i = 0; i < batch.samples(); i++) {
            int row = batch.sampleRows[i];
            batch.sampledTokens[i] = next(step.sequence(batch.rowSequences[row]), batch.positions[row]);
        }
    }

    private static long cell(Batch batch, int sequence, int position, Capacity capacity) {
        int entry = batch.slots[sequence] * capacity.maxBlocksPerSequence() + position / capacity.blockTokens();
        return (long) batch.blockTables[entry] * capacity.blockTokens() + position % capacity.blockTokens();
    }

    private void commit(Scheduler scheduler, Step step) {
        scheduler.ended(step);
        for (int s = 0; s < step.size(); s++) {
            Sequence sequence = step.sequence(s);
            if (sequence.isEnding()) {
                continue;
            }
            int before = sequence.generated();
            scheduler.commit(step, s);
            int sample = step.sample(s);
            assertThat(sequence.generated()).isEqualTo(before + (sample >= 0 ? 1 : 0));
            assertThat(sequence.generated())
                    .isLessThanOrEqualTo(sequence.request().maxNewTokens());
            boolean eos = sample >= 0 && !sequence.request().ignoreEos() && step.batch().sampledTokens[sample] == EOS;
            if (eos || sequence.isComplete()) {
                sequence.end(eos ? FinishReason.END_OF_SEQUENCE : FinishReason.LENGTH);
            }
        }
    }
}
