/**
 * Results in a database: a file of SQLite, or whatever a JDBC driver reaches. The tables are described in {@link
 * dev.turbobench.reporters.sql.Schema}.
 */
@NullMarked
package dev.turbobench.reporters.sql;

import org.jspecify.annotations.NullMarked;
