package dev.turbobench.reporters.sql;

import dev.turbobench.results.ResultLines;
import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Appends a run to a database, one transaction for each case. */
final class SqlReporter implements Reporter {

    private static final int ALIVE_SECONDS = 10;

    private final Database database;
    private @Nullable Connection connection;
    private @Nullable String runId;

    SqlReporter(Database database) {
        this.database = database;
    }

    private static final long PAUSE_MILLIS = 20;

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        runId = header.runId();
        transaction(open -> insertRun(open, header));
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        transaction(open -> {
            insertCase(open, result);
            insertMetrics(open, result);
        });
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        transaction(open -> {
            try (PreparedStatement statement =
                    open.prepareStatement("UPDATE turbobench_run SET ended = ?, interrupted = ? WHERE run_id = ?")) {
                statement.setString(1, SqlText.time(summary.ended()));
                statement.setInt(2, summary.interrupted() ? 1 : 0);
                statement.setString(3, run());
                statement.executeUpdate();
            }
        });
        close();
    }

    private String run() {
        return Objects.requireNonNull(runId, "begin was not called");
    }

    private void transaction(Work work) throws IOException {
        long end = System.nanoTime() + Database.PATIENCE.toNanos();
        try {
            while (!attempt(work, System.nanoTime() < end)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException e) {
            // The cause is left out, because its message may hold what must not be shown.
            throw new IOException("%s: %s".formatted(database, database.reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("%s: interrupted while others were writing".formatted(database));
        }
    }

    /** Make a transaction; false if others kept it from happening and there is time to try again. */
    private boolean attempt(Work work, boolean again) throws SQLException {
        try {
            Connection open = open();
            try {
                work.on(open);
                open.commit();
                return true;
            } catch (SQLException | RuntimeException e) {
                rollback(open, e);
                throw e;
            } finally {
                closeIfFile();
            }
        } catch (SQLException e) {
            if (again && database.isBusy(e)) {
                return false;
            }
            throw e;
        }
    }

    /** What went wrong first is what users should see. */
    private static void rollback(Connection open, Exception cause) {
        try {
            open.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** The driver of SQLite starts a transaction as soon as one has ended, so an idle connection would lock out others. */
    private void closeIfFile() throws SQLException {
        if (database.isFile() && connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** The connection; a new one if a server closed it during a long case. */
    private Connection open() throws SQLException {
        if (connection != null && connection.isValid(ALIVE_SECONDS)) {
            connection.rollback();
            return connection;
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
        Connection opened = database.connect();
        try {
            Schema.ensure(opened);
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
        connection = opened;
        return opened;
    }

    private static void insertRun(Connection open, RunHeader header) throws SQLException {
        EngineInfo info = header.engineInfo();
        try (PreparedStatement statement = open.prepareStatement("INSERT INTO turbobench_run (run_id, started,"
                + " turbobench_version, model, engine, device, device_names, data_type, tensor_parallel_size, header)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, header.runId());
            statement.setString(2, SqlText.time(header.started()));
            statement.setString(3, SqlText.foreign(header.version()));
            statement.setString(4, SqlText.foreign(header.model()));
            statement.setString(5, SqlText.foreign(header.engine()));
            statement.setString(6, info == null ? null : SqlText.foreign(info.device()));
            statement.setString(7, info == null ? null : SqlText.foreign(String.join(", ", info.deviceNames())));
            statement.setString(8, info == null ? null : SqlText.foreign(info.dataType()));
            if (info == null) {
                statement.setNull(9, Types.INTEGER);
            } else {
                statement.setInt(9, info.tensorParallelSize());
            }
            statement.setString(10, SqlText.foreign(ResultLines.header(header).strip()));
            statement.executeUpdate();
        }
    }

    private void insertCase(Connection open, CaseResult result) throws SQLException {
        CaseFailure failure = result.failure();
        try (PreparedStatement statement = open.prepareStatement("INSERT INTO turbobench_case (run_id, position,"
                + " label, concurrency, prompt_tokens, completion_tokens, status, rounds, failure_code, failure, notes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, run());
            statement.setInt(2, result.spec().index());
            statement.setString(3, result.spec().label());
            statement.setInt(4, result.spec().concurrency());
            statement.setInt(5, result.spec().promptTokens());
            statement.setInt(6, result.spec().completionTokens());
            statement.setString(7, result.status().name());
            statement.setInt(8, result.rounds());
            statement.setString(9, failure == null ? null : SqlText.foreign(failure.code()));
            statement.setString(10, failure == null ? null : SqlText.foreign(failure.message()));
            statement.setString(11, SqlText.foreign(String.join("\n", result.notes())));
            statement.executeUpdate();
        }
    }

    private void insertMetrics(Connection open, CaseResult result) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement("INSERT INTO turbobench_metric (run_id, position,"
                + " metric, unit, value, low, high, level, samples, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (MetricValue value : result.metrics()) {
                Interval interval = value.interval();
                statement.setString(1, run());
                statement.setInt(2, result.spec().index());
                statement.setString(3, value.descriptor().id());
                statement.setString(4, value.descriptor().unit().symbol());
                setNumber(statement, 5, value.value());
                setNumber(statement, 6, interval == null ? Double.NaN : interval.low());
                setNumber(statement, 7, interval == null ? Double.NaN : interval.high());
                setNumber(statement, 8, interval == null ? Double.NaN : interval.level());
                statement.setLong(9, value.samples());
                statement.setString(10, SqlText.foreign(value.note()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setNumber(PreparedStatement statement, int index, double value) throws SQLException {
        if (Double.isFinite(value)) {
            statement.setDouble(index, value);
        } else {
            statement.setNull(index, Types.DOUBLE);
        }
    }

    @Override
    public void close() throws IOException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw new IOException("%s: %s".formatted(database, database.reason(e)));
            }
        }
    }
}
