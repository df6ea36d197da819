package dev.turbobench.core.store;

import dev.turbobench.core.record.PackedBytes;
import dev.turbobench.core.record.RoundCodec;
import dev.turbobench.core.record.RoundLog;
import dev.turbobench.core.record.StepLog;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.metric.CaseRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the events of a case; after the first failure, nothing more. */
final class StoredCaseEvents implements CaseEvents {

    private final EventFileWriter file;
    private final StorageFailures failures;
    private @Nullable StepLog current;
    private int written;
    private boolean failed;

    StoredCaseEvents(EventFileWriter file, StorageFailures failures) {
        this.file = file;
        this.failures = failures;
    }

    /** Something that may not be written. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        if (failed) {
            return;
        }
        try {
            writing.run();
        } catch (IOException | OutOfMemoryError e) {
            failed = true;
            failures.add("the events of a case", e);
        }
    }

    /** The first step of a log that was not written yet. */
    private int firstOf(StepLog log) {
        if (log != current) {
            current = log;
            written = 0;
        }
        return written;
    }

    void begin(CaseFacts facts) {
        attempt(() -> {
            FactsCodec.write(facts, file.content());
            file.write(EventBlock.CASE);
        });
    }

    @Override
    public void warmupEnded(List<RoundLog> rounds, StepLog log) {
        attempt(() -> {
            for (RoundLog round : rounds) {
                int to = log.steps();
                RoundCodec.write(round, log, firstOf(log), to, file.content());
                file.write(EventBlock.WARMUP_ROUND);
                written = to;
            }
        });
    }

    @Override
    public void roundsEnded(List<RoundLog> rounds, StepLog log, long wallNanos, MemoryUsage memory) {
        attempt(() -> {
            long wall = wallNanos;
            for (RoundLog round : rounds) {
                int to = log.steps();
                PackedBytes out = file.content();
                out.put(wall);
                FactsCodec.write(memory, out);
                RoundCodec.write(round, log, firstOf(log), to, out);
                file.write(EventBlock.ROUND);
                written = to;
                wall = 0;
            }
        });
    }

    @Override
    public void caseEnded(CaseRecord record) {
        attempt(() -> {
            PackedBytes out = file.content();
            out.put(record.wallNanos());
            out.putSigned(record.peakDeviceBytes());
            FactsCodec.write(record.memory(), out);
            FactsCodec.write(record.loadTime(), out);
            FactsCodec.write(record.roofline(), out);
            file.write(EventBlock.END);
        });
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            failures.add("the events of a case", e);
        }
    }
}
