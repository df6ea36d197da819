package dev.turbobench.engine.turbomind.runtime;

import dev.turbobench.engine.turbomind.decoder.Decoder;
import dev.turbobench.engine.turbomind.operator.Backend;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.spi.error.BenchmarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The ranks of a tensor-parallel group, one thread each; the first one runs on the thread of the engine. All get the same
 * batches in the same order, and the results are those of the first one.
 */
public final class RankExecutor implements StepExecutor {

    /** A rank: its device and its share of the model. */
    public record Rank(Backend backend, Decoder decoder) {}

    private final Rank first;
    private final List<RankThread> others = new ArrayList<>();
    private final UnaryOperator<BenchmarkException> abort;

    /**
     * Start the threads.
     *
     * @param ranks all ranks in order; their devices are closed with this
     * @param abort makes ranks that wait for others give up; gives what failed first
     */
    public RankExecutor(List<Rank> ranks, UnaryOperator<BenchmarkException> abort) {
        this.first = ranks.get(0);
        this.abort = abort;
        for (int rank = 1; rank < ranks.size(); rank++) {
            others.add(new RankThread(rank, ranks.get(rank), abort));
        }
        others.forEach(RankThread::start);
    }

    @Override
    public int pipelineDepth() {
        return first.backend().pipelineDepth();
    }

    @Override
    public void submit(Batch batch) {
        for (int i = 0; i < others.size(); i++) {
            others.get(i).submit(batch);
        }
        try {
            first.backend().submit(batch, first.decoder());
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
    }

    @Override
    public void await(Batch batch) {
        for (int i = 0; i < others.size(); i++) {
            others.get(i).finish(batch);
        }
        try {
            first.backend().await(batch);
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
        for (int i = 0; i < others.size(); i++) {
            others.get(i).join();
        }
    }

    private BenchmarkException failed(Throwable thrown) {
        return abort.apply(RankThread.describe(0, first, thrown));
    }

    @Override
    public void close() {
        others.forEach(RankThread::close);
        first.backend().close();
    }
}
