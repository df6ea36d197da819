package dev.turbobench.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps plugins that were built against an earlier state of the API running.
 *
 * <p>Nothing that is recorded may go or change, and what plugins implement may get no new abstract method. Additions pass;
 * record them with
 *
 * <pre>mvn -pl framework/spi test -Dtest=SignaturesTest -Dsignatures.record=true</pre>
 */
class SignaturesTest {

    private static final Path RECORDED = Path.of("src/test/resources/dev/turbobench/spi/signatures.txt");

    /** Interfaces that only the host implements, so that they may grow. */
    private static final Set<String> OF_THE_HOST = Stream.of(
                    "Ticker",
                    "command.Console",
                    "engine.StepSink",
                    "engine.TokenSink",
                    "metric.CaseRecord",
                    "metric.RoundRecord",
                    "sample.Samples")
            .map("dev.turbobench.spi."::concat)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());

    @Test
    void staysCompatible() throws IOException {
        SortedSet<String> now = Signatures.of(Path.of("target/classes"));
        if (Boolean.getBoolean("signatures.record")) {
            Files.write(RECORDED, now);
        }

        assertThat(breaks(new TreeSet<>(Files.readAllLines(RECORDED)), now))
                .as("what breaks existing plugins; a new major version of the API is needed for that")
                .isEmpty();
    }

    @Test
    void tellsAnAdditionFromABreak() {
        SortedSet<String> before = new TreeSet<>(List.of(
                "dev.turbobench.spi.Thing interface",
                "dev.turbobench.spi.Thing: abstract int size()",
                "dev.turbobench.spi.engine.TokenSink interface"));
        SortedSet<String> addition = new TreeSet<>(before);
        addition.add("dev.turbobench.spi.Thing: int width()");
        addition.add("dev.turbobench.spi.Other interface");
        addition.add("dev.turbobench.spi.Other: abstract int depth()");
        addition.add("dev.turbobench.spi.engine.TokenSink: abstract void onPause()");
        SortedSet<String> removal = new TreeSet<>(before);
        removal.remove("dev.turbobench.spi.Thing: abstract int size()");
        SortedSet<String> demand = new TreeSet<>(before);
        demand.add("dev.turbobench.spi.Thing: abstract int height()");

        assertThat(breaks(before, addition)).isEmpty();
        assertThat(breaks(before, removal)).containsExactly("gone: dev.turbobench.spi.Thing: abstract int size()");
        assertThat(breaks(before, demand)).containsExactly("demanded: dev.turbobench.spi.Thing: abstract int height()");
    }

    private static List<String> breaks(SortedSet<String> before, SortedSet<String> now) {
        Stream<String> gone =
                before.stream().filter(line -> !now.contains(line)).map("gone: "::concat);
        Stream<String> demanded = now.stream()
                .filter(line -> line.contains(": abstract ") && !before.contains(line))
                .filter(line -> isKnown(line.substring(0, line.indexOf(':')), before))
                .map("demanded: "::concat);
        return Stream.concat(gone, demanded).toList();
    }

    private static boolean isKnown(String type, SortedSet<String> before) {
        return !OF_THE_HOST.contains(type) && before.stream().anyMatch(line -> line.startsWith(type + " "));
    }
}
