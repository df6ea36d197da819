package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaGraph;
import dev.turbobench.engine.turbomind.device.cuda.CudaStream;
import dev.turbobench.engine.turbomind.operator.Batch;
import dev.turbobench.engine.turbomind.operator.ForwardPass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Runs passes; those that only generate tokens are recorded as graphs, one for each number of rows and samples. The first
 * pass of a kind is run as it is, so that libraries load and choose outside the recording; the second one is recorded.
 */
final class StepGraphs implements AutoCloseable {

    private final CudaStream stream;
    private final boolean enabled;
    private final Map<Long, CudaGraph> graphs = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    StepGraphs(CudaStream stream, boolean enabled) {
        this.stream = stream;
        this.enabled = enabled;
    }

    void run(Batch batch, ForwardPass pass) {
        boolean generates = batch.singleRowSequences() == batch.sequences() && batch.scores() == 0;
        if (!enabled || !generates) {
            pass.forward(batch);
            return;
        }
        long kind = ((long) batch.rows() << Integer.SIZE) | batch.samples();
        CudaGraph graph = graphs.get(kind);
        if (graph == null) {
            if (seen.add(kind)) {
                pass.forward(batch);
                return;
            }
            graph = stream.capture(() -> pass.forward(batch));
            graph.upload(stream);
            graphs.put(kind, graph);
        }
        graph.launch(stream);
    }

    @Override
    public void close() {
        graphs.values().forEach(CudaGraph::close);
        graphs.clear();
    }
}
