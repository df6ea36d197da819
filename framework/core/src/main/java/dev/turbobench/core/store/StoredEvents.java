package dev.turbobench.core.store;

import static dev.turbobench.spi.error.StandardErrorCode.OUT_OF_MEMORY;
import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;

import dev.turbobench.core.record.DamagedLogException;
import dev.turbobench.core.record.EventLog;
import dev.turbobench.core.record.MeasuredCase;
import dev.turbobench.core.record.RestoredLog;
import dev.turbobench.core.record.UnpackedBytes;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.LoadTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a case as they were stored. */
public final class StoredEvents {

    private final RestoredLog warmup = new RestoredLog();
    private final RestoredLog measured = new RestoredLog();
    private @Nullable CaseFacts facts;
    private MemoryUsage memory = new MemoryUsage(List.of());
    private long memoryBytes = -1;
    private long peakDeviceBytes = -1;
    private long wallNanos;
    private LoadTime loadTime = LoadTime.NONE;
    private Optional<Roofline> roofline = Optional.empty();
    private boolean ended;

    private StoredEvents() {}

    /**
     * Read a file.
     *
     * @throws BenchmarkException if it is not an event file, of another version, or damaged before its last block
     */
    public static StoredEvents read(Path file) {
        StoredEvents events = new StoredEvents();
        try (EventFileReader reader = EventFileReader.open(file)) {
            EventFileReader.Block block = reader.next();
            while (block != null) {
                events.add(block);
                block = reader.next();
            }
            return events;
        } catch (DamagedLogException e) {
            throw invalid(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw invalid(file, e.toString());
        } catch (OutOfMemoryError e) {
            throw new BenchmarkException(
                    OUT_OF_MEMORY, "%s: its events do not fit into the heap; use -Xmx".formatted(file), e);
        }
    }

    private static BenchmarkException invalid(Path file, String reason) {
        return new BenchmarkException(
                RESULT_INVALID, "%s: expected the events of a case, but %s".formatted(file, reason));
    }

    private void add(EventFileReader.Block block) {
        UnpackedBytes in = block.content();
        if (block.type() == EventBlock.CASE.code()) {
            facts = FactsCodec.readFacts(in);
        } else if (facts == null) {
            throw new DamagedLogException("its first block does not tell the case");
        } else if (block.type() == EventBlock.WARMUP_ROUND.code()) {
            warmup.add(in, 0);
        } else if (block.type() == EventBlock.ROUND.code()) {
            wallNanos += in.get();
            addMemory(FactsCodec.readMemory(in));
            measured.add(in, 0);
        } else if (block.type() == EventBlock.END.code()) {
            addEnd(in);
        }
    }

    private void addMemory(MemoryUsage usage) {
        long total = usage.ranks().stream().mapToLong(MemoryUsage.Rank::total).sum();
        if (total > memoryBytes) {
            memory = usage;
            memoryBytes = total;
            peakDeviceBytes = total;
        }
    }

    private void addEnd(UnpackedBytes in) {
        wallNanos = in.get();
        peakDeviceBytes = in.getSigned();
        memory = FactsCodec.readMemory(in);
        loadTime = FactsCodec.readLoadTime(in);
        roofline = FactsCodec.readRoofline(in);
        ended = true;
    }

    /** What was known of the case before its first round; {@code null} if not even that was written to its end. */
    public @Nullable CaseFacts facts() {
        return facts;
    }

    /** Whether every round is here. */
    public boolean isComplete() {
        return ended;
    }

    /** How many measured rounds are here. */
    public int rounds() {
        return measured.rounds();
    }

    /** The rounds that were not measured. */
    public EventLog warmup() {
        return warmup.log();
    }

    /** The measured rounds. */
    public EventLog measured() {
        return measured.log();
    }

    /** What metrics are computed from; empty if no measured round ended. */
    public Optional<CaseRecord> record() {
        if (facts == null || measured.rounds() == 0) {
            return Optional.empty();
        }
        return Optional.of(new MeasuredCase(
                facts.spec(),
                facts.tensorParallelSize(),
                facts.limits(),
                memory,
                peakDeviceBytes,
                wallNanos,
                loadTime,
                roofline,
                measured.log().seal()));
    }
}
