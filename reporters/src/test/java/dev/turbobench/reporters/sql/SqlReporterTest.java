package dev.turbobench.reporters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.reporters.TestingMatrix;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.option.OptionSource;
import dev.turbobench.spi.option.OptionValue;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class SqlReporterTest {

    private static EmbeddedPostgres postgres;

    @TempDir
    private static Path serverFolder;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(serverFolder.toFile())
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    /** A database of its own for each test and kind. */
    private Map<String, String> database(String kind) throws SQLException {
        if (kind.equals("sqlite")) {
            return Map.of();
        }
        String name = "db" + System.nanoTime();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Map.of(
                "url",
                "jdbc:postgresql://localhost:%d/%s?ApplicationName=turbobench".formatted(postgres.getPort(), name),
                "user",
                "postgres",
                "password",
                "not-checked");
    }

    private Reporter reporter(Map<String, String> given) {
        SqlReporterFactory factory = new SqlReporterFactory();
        Map<String, OptionValue> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name, new OptionValue(value, OptionSource.ENVIRONMENT)));
        return factory.create(
                Options.of("reporter.sql", factory.options(), values), new ReportTarget(folder.resolve("out.sqlite")));
    }

    private Database opened(Map<String, String> given) {
        return given.isEmpty()
                ? Database.file(folder.resolve("out.sqlite"))
                : new Database(given.get("url"), given.get("user"), given.get("password"));
    }

    private List<List<Object>> query(Map<String, String> given, String sql) throws SQLException {
        try (Connection connection = opened(given).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<Object>> result = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                result.add(row);
            }
            return result;
        }
    }

    private static RunHeader named(RunHeader header, String runId) {
        return new RunHeader(
                runId,
                header.started(),
                header.version(),
                header.model(),
                header.engine(),
                header.engineInfo(),
                header.engineLimits(),
                header.cases(),
                header.configuration(),
                header.environment(),
                header.plugins(),
                header.notices());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void keepsRunCasesAndMetrics(String kind) throws Exception {
        Map<String, String> database = database(kind);
        List<CaseResult> results = TestingMatrix.results();

        TestingRun.complete(reporter(database), TestingMatrix.header("llama-2-7b"), results.toArray(CaseResult[]::new));

        assertThat(query(database, "SELECT model, engine, device, started, ended, interrupted FROM turbobench_run"))
                .hasToString("[[llama-2-7b, turbomind, cuda, 2026-11-24T12:00:00.000000Z,"
                        + " 2026-11-24T13:00:00.000000Z, 0]]");
        assertThat(query(database, "SELECT status, count(*) FROM turbobench_case GROUP BY status ORDER BY status"))
                .hasToString("[[FAILED, 1], [INVALID, 1], [VALID, 18]]");
        List<List<Object>> metric = query(
                database,
                "SELECT value, low, high, level, samples FROM turbobench_metric WHERE position = 3"
                        + " AND metric = 'throughput_out'");
        double value = results.get(3).metric("throughput_out").orElseThrow().value();
        assertThat(((Number) metric.get(0).get(0)).doubleValue()).isEqualTo(value);
        assertThat(((Number) metric.get(0).get(3)).doubleValue()).isEqualTo(0.95);
        assertThat(query(database, "SELECT count(*) FROM turbobench_metric WHERE value IS NULL AND note LIKE 'n/a%'")
                        .get(0)
                        .get(0))
                .isNotEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void eachCaseIsThereWhenItsCallReturns(String kind) throws Exception {
        Map<String, String> database = database(kind);
        try (Reporter reporter = reporter(database)) {
            reporter.begin(TestingMatrix.header("m"));
            reporter.caseCompleted(TestingMatrix.results().get(0));
            assertThat(query(database, "SELECT label FROM turbobench_case")).hasToString("[[c1-p1-g128]]");
            assertThat(query(database, "SELECT ended FROM turbobench_run")).hasToString("[[null]]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void manyWritersDoNotLoseAnything(String kind) throws Exception {
        Map<String, String> database = database(kind);
        int writers = 6;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Object>> work = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                RunHeader header = named(TestingMatrix.header("m"), "run-" + i);
                work.add(() -> {
                    TestingRun.complete(
                            reporter(database), header, TestingMatrix.results().toArray(CaseResult[]::new));
                    return true;
                });
            }
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(query(database, "SELECT count(*) FROM turbobench_run WHERE ended IS NOT NULL"))
                .hasToString("[[6]]");
        assertThat(query(database, "SELECT count(*) FROM turbobench_case")).hasToString("[[120]]");
        assertThat(query(database, "SELECT version FROM turbobench_schema")).hasToString("[[1]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void hostileTextIsOnlyText(String kind) throws Exception {
        Map<String, String> database = database(kind);
        String hostile = "'); DROP TABLE turbobench_run; --\0\ud800" + TestingRun.HOSTILE;
        TestingRun.complete(reporter(database), TestingRun.header(hostile), TestingRun.failed(1, hostile));

        Object model =
                query(database, "SELECT model FROM turbobench_run").get(0).get(0);
        assertThat(model).isEqualTo(hostile.replace('\0', '\ufffd').replace('\ud800', '\ufffd'));
    }

    @Test
    void reconnectsWhenTheServerClosedTheConnection() throws Exception {
        Map<String, String> database = database("postgresql");
        try (Reporter reporter = reporter(database)) {
            reporter.begin(TestingMatrix.header("m"));
            query(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                            + " AND application_name = 'turbobench' AND datname = current_database()");
            reporter.caseCompleted(TestingMatrix.results().get(0));
        }
        assertThat(query(database, "SELECT label FROM turbobench_case")).hasToString("[[c1-p1-g128]]");
    }

    @Test
    void refusesTablesOfAnotherVersion() throws Exception {
        TestingRun.complete(reporter(Map.of()), TestingMatrix.header("m"));
        try (Connection connection = opened(Map.of()).connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE turbobench_schema SET version = 2");
            connection.commit();
        }
        try (Reporter reporter = reporter(Map.of())) {
            assertThatThrownBy(() -> reporter.begin(named(TestingMatrix.header("m"), "other")))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining("expected tables of version 1, found version 2");
        }
    }

    @Test
    void saysWhichDriverIsMissing() throws Exception {
        try (Reporter reporter = reporter(Map.of("url", "jdbc:mystery://me:secret@host/db?password=secret"))) {
            assertThatThrownBy(() -> reporter.begin(TestingMatrix.header("m")))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage("sql: no JDBC driver for jdbc:mystery://host/db; put its jar into the folder of the"
                            + " reporters plugin");
        }
    }

    @Test
    void errorsDoNotShowPasswords() throws Exception {
        String url =
                "jdbc:postgresql://localhost:%d/nowhere?user=postgres&password=hunter2".formatted(postgres.getPort());
        try (Reporter reporter = reporter(Map.of("url", url, "password", "hunter2"))) {
            assertThatThrownBy(() -> reporter.begin(TestingMatrix.header("m")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nowhere")
                    .hasNoCause()
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        }
    }

    @Test
    void secretsAreNotInReports() {
        SqlReporterFactory factory = new SqlReporterFactory();
        Options options = Options.of(
                "reporter.sql",
                factory.options(),
                Map.of("url", new OptionValue("jdbc:x:secret", OptionSource.COMMAND_LINE)));
        assertThat(options.redacted().toString()).doesNotContain("secret");
    }
}
