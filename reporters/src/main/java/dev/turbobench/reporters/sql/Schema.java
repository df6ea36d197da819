package dev.turbobench.reporters.sql;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tables, in SQL that SQLite and PostgreSQL both understand.
 *
 * <p>Times are texts like {@code 2026-11-24T12:00:00.000000Z}, which sort as times. Numbers are in base units and
 * unrounded; a number that does not exist is null. The version changes when a table changes.
 */
final class Schema {

    /** Version of the tables that this class creates. */
    static final int VERSION = 1;

    private static final int ATTEMPTS = 5;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE turbobench_schema (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)",
            "CREATE TABLE turbobench_run (run_id VARCHAR(100) PRIMARY KEY, started VARCHAR(40) NOT NULL,"
                    + " ended VARCHAR(40), interrupted INTEGER, turbobench_version TEXT NOT NULL, model TEXT NOT NULL,"
                    + " engine TEXT NOT NULL, device TEXT, device_names TEXT, data_type TEXT,"
                    + " tensor_parallel_size INTEGER, header TEXT NOT NULL)",
            "CREATE TABLE turbobench_case (run_id VARCHAR(100) NOT NULL REFERENCES turbobench_run (run_id),"
                    + " position INTEGER NOT NULL, label VARCHAR(100) NOT NULL, concurrency INTEGER NOT NULL,"
                    + " prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,"
                    + " status VARCHAR(20) NOT NULL, rounds INTEGER NOT NULL, failure_code TEXT, failure TEXT,"
                    + " notes TEXT NOT NULL, PRIMARY KEY (run_id, position))",
            "CREATE TABLE turbobench_metric (run_id VARCHAR(100) NOT NULL, position INTEGER NOT NULL,"
                    + " metric VARCHAR(200) NOT NULL, unit VARCHAR(40) NOT NULL, value DOUBLE PRECISION,"
                    + " low DOUBLE PRECISION, high DOUBLE PRECISION, level DOUBLE PRECISION, samples BIGINT NOT NULL,"
                    + " note TEXT, PRIMARY KEY (run_id, position, metric),"
                    + " FOREIGN KEY (run_id, position) REFERENCES turbobench_case (run_id, position))",
            "CREATE INDEX turbobench_run_model ON turbobench_run (model, started)");

    private Schema() {}

    /**
     * Make sure that the tables are there. Several programs may do so at the same time.
     *
     * @throws BenchmarkException if they are of another version
     * @throws SQLException if they cannot be created
     */
    static void ensure(Connection connection) throws SQLException {
        SQLException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (exists(connection)) {
                    return;
                }
                create(connection);
                return;
            } catch (SQLException e) {
                // Somebody else created them in between; if not, the next attempt fails as well.
                connection.rollback();
                last = e;
            }
        }
        throw last == null ? new SQLException("the tables cannot be created") : last;
    }

    /**
     * Tell whether the tables are there.
     *
     * @throws BenchmarkException if they are of another version
     */
    static boolean exists(Connection connection) throws SQLException {
        OptionalInt version = version(connection);
        if (version.isPresent() && version.getAsInt() != VERSION) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE,
                    "sql: expected tables of version %d, found version %d; use another database or another TurboBench"
                            .formatted(VERSION, version.getAsInt()));
        }
        return version.isPresent();
    }

    private static OptionalInt version(Connection connection) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(connection.getCatalog(), null, "turbobench_schema", null)) {
            if (!tables.next()) {
                connection.rollback();
                return OptionalInt.empty();
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM turbobench_schema")) {
            OptionalInt version = rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            connection.rollback();
            return version;
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate(table);
            }
            statement.executeUpdate("INSERT INTO turbobench_schema (id, version) VALUES (1, " + VERSION + ")");
        }
        connection.commit();
    }
}
