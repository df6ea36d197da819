package dev.turbobench.reporters.sql;

import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are. Nothing that this class says contains a password or the parameters of a URL.
 *
 * @param url the JDBC URL
 * @param user user name; {@code null} if the URL has it or none is needed
 * @param password password; {@code null} likewise
 */
record Database(String url, @Nullable String user, @Nullable String password) {

    private static final String SQLITE = "jdbc:sqlite:";

    /** How long a writer waits for others that write to the same file. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** SQLite's codes for a file and a table that others use; further bits of a code tell more. */
    private static final int BUSY = 5;

    private static final int LOCKED = 6;

    static Database file(Path file) {
        return new Database(SQLITE + file, null, null);
    }

    /**
     * Open a connection; every statement belongs to a transaction.
     *
     * <p>In a file a transaction waits for others only if its first statement writes. The driver begins the next transaction
     * as part of a commit, so one that takes the lock at once could fail after its work is done.
     */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        if (isFile()) {
            properties.setProperty("busy_timeout", Long.toString(PATIENCE.toMillis()));
            properties.setProperty("foreign_keys", "true");
        }
        // Not the DriverManager: it does not see drivers that lie beside this plugin.
        for (Driver driver : ServiceLoader.load(Driver.class, Database.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                Connection connection = driver.connect(url, properties);
                if (connection != null) {
                    connection.setAutoCommit(false);
                    return connection;
                }
            }
        }
        throw new BenchmarkException(
                LIBRARY_UNAVAILABLE,
                "sql: no JDBC driver for %s; put its jar into the folder of the reporters plugin".formatted(this));
    }

    boolean isFile() {
        return url.startsWith(SQLITE);
    }

    /** Whether others kept the transaction from happening, which SQLite does not always wait out. */
    boolean isBusy(SQLException thrown) {
        int code = thrown.getErrorCode() & 0xff;
        return isFile() && (code == BUSY || code == LOCKED);
    }

    /** What a driver said, without what must not be shown. */
    String reason(SQLException thrown) {
        String message = String.valueOf(thrown.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        message = message.replace(url, toString());
        return password == null || password.isEmpty() ? message : message.replace(password, "***");
    }

    /** The URL without parameters and without a user and password before the host. */
    @Override
    public String toString() {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }
}
