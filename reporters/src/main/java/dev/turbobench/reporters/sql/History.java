package dev.turbobench.reporters.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database knows of the earlier runs of a model. */
final class History {

    private final Connection connection;

    History(Connection connection) {
        this.connection = connection;
    }

    /**
     * A number of a case in a run.
     *
     * @param label the case
     * @param started when the run started
     * @param runId the run
     * @param version version of TurboBench
     * @param device devices; {@code null} if not known
     * @param status how the case ended
     * @param unit symbol of the unit
     * @param value the number; {@code null} if there is none
     * @param low lower end of its interval; {@code null} if there is none
     * @param high upper end
     */
    record Entry(
            String label,
            String started,
            String runId,
            String version,
            @Nullable String device,
            String status,
            String unit,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high) {}

    /** All models of which there are runs, the most recently measured first. */
    List<String> models() throws SQLException {
        return texts("SELECT model FROM turbobench_run GROUP BY model ORDER BY MAX(started) DESC");
    }

    /** Ids of all metrics that some run of a model has. */
    List<String> metrics(String model) throws SQLException {
        return texts(
                "SELECT DISTINCT m.metric FROM turbobench_metric m JOIN turbobench_run r ON r.run_id = m.run_id"
                        + " WHERE r.model = ? ORDER BY m.metric",
                model);
    }

    /** The most recent runs of a model, oldest first, case by case. */
    List<Entry> entries(String model, String metric, int runs) throws SQLException {
        String sql = "SELECT c.label, r.started, r.run_id, r.turbobench_version, r.device_names, c.status, m.unit,"
                + " m.value, m.low, m.high"
                + " FROM turbobench_run r JOIN turbobench_case c ON c.run_id = r.run_id"
                + " JOIN turbobench_metric m ON m.run_id = c.run_id AND m.position = c.position"
                + " WHERE m.metric = ? AND r.run_id IN"
                + " (SELECT run_id FROM turbobench_run WHERE model = ? ORDER BY started DESC LIMIT ?)"
                + " ORDER BY c.concurrency, c.prompt_tokens, c.completion_tokens, r.started, r.run_id, c.position";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, metric);
            statement.setString(2, model);
            statement.setInt(3, runs);
            try (ResultSet rows = statement.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            number(rows, 8),
                            number(rows, 9),
                            number(rows, 10)));
                }
                return entries;
            }
        }
    }

    private static @Nullable Double number(ResultSet rows, int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }

    private List<String> texts(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }
}
