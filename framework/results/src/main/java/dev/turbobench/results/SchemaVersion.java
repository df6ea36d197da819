package dev.turbobench.results;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a document is one of those that can be read. */
final class SchemaVersion {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");
    private static final int MAJOR = 1;

    private SchemaVersion() {}

    static void check(Input input) {
        if (!input.node().isObject() || !input.node().has("schema_version")) {
            throw new FormatException("it is not a result of TurboBench");
        }
        String version = input.text("schema_version");
        Matcher matcher = SYNTAX.matcher(version);
        if (!matcher.matches()) {
            throw input.member("schema_version").wrong("a version such as " + ResultDocument.SCHEMA_VERSION);
        }
        if (Integer.parseInt(matcher.group(1)) != MAJOR) {
            throw new FormatException(
                    "its schema is version %s, this TurboBench reads version %d; use the TurboBench that wrote it or a later one"
                            .formatted(version, MAJOR));
        }
    }
}
