package dev.turbobench.core.run;

import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;
import static dev.turbobench.spi.error.StandardErrorCode.RESULT_INVALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.config.RoundsConfig;
import dev.turbobench.core.store.StoredEvents;
import dev.turbobench.core.store.StoredRun;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.RoundRecord;
import dev.turbobench.spi.report.CaseStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs leave in their folders. */
class StoredRunTest {

    @TempDir
    Path scratch;

    private final TestingRun run = new TestingRun();

    @BeforeEach
    void setUp() {
        run.results = scratch.resolve("results");
    }

    private List<Path> children(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    private Path folder() throws IOException {
        List<Path> folders = children(scratch.resolve("results"));
        assertThat(folders).hasSize(1);
        return folders.get(0);
    }

    private StoredEvents events() throws IOException {
        return StoredEvents.read(children(folder().resolve("cases")).get(0));
    }

    @Test
    void theFolderHoldsHeaderResultsAndEnd() throws IOException {
        run.concurrency = List.of(1, 2);
        RunOutcome outcome = run.run();

        StoredRun stored = StoredRun.readOne(folder());

        assertThat(stored.header()).isEqualTo(run.header);
        assertThat(stored.results()).isEqualTo(outcome.results()).hasSize(2);
        assertThat(stored.content().isComplete()).isTrue();
        assertThat(children(folder().resolve("cases")))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("0000-c1-p8-g5.events", "0001-c2-p8-g5.events");
        assertThat(folder().getFileName().toString())
                .isEqualTo("19700101-000000-model-" + run.header.runId().substring(0, 8));
    }

    @Test
    void theEventsAreThoseThatMetricsSaw() throws IOException {
        for (RoundStart start : RoundStart.values()) {
            run.results = scratch.resolve(start.name());
            run.rounds = new RoundsConfig(3, 2, start);
            run.components.records.clear();
            run.run();

            Path folder = children(run.results).get(0);
            StoredEvents events =
                    StoredEvents.read(children(folder.resolve("cases")).get(0));

            assertThat(events.isComplete()).isTrue();
            assertThat(events.warmup().rounds()).hasSize(2);
            CaseRecord read = events.record().orElseThrow();
            CaseRecord seen = run.record();
            assertThat(read.spec()).isEqualTo(seen.spec());
            assertThat(read.limits()).isEqualTo(seen.limits());
            assertThat(read.memory()).isEqualTo(seen.memory());
            assertThat(read.peakDeviceBytes()).isEqualTo(seen.peakDeviceBytes());
            assertThat(read.wallNanos()).isEqualTo(seen.wallNanos());
            assertThat(read.rounds()).isEqualTo(3);
            for (int round = 0; round < 3; round++) {
                assertThat(numbers(read.round(round))).isEqualTo(numbers(seen.round(round)));
            }
        }
    }

    private static List<Long> numbers(RoundRecord round) {
        Stream.Builder<Long> all = Stream.builder();
        all.add(round.startNanos()).add(round.endNanos()).add((long) round.steps());
        for (int i = 0; i < round.requests(); i++) {
            all.add(round.submitNanos(i)).add(round.admittedNanos(i)).add(round.finishNanos(i));
            all.add((long) round.completionTokens(i)).add((long) round.cachedPromptTokens(i));
            for (int k = 0; k < round.emissions(i); k++) {
                all.add(round.emissionNanos(i, k)).add((long) round.emissionTokens(i, k));
            }
        }
        for (int step = 0; step < round.steps(); step++) {
            all.add(round.stepStartNanos(step)).add(round.stepEndNanos(step));
            all.add((long) round.stepDecodeSequences(step)).add((long) round.stepKvBlocks(step));
        }
        return all.build().toList();
    }

    @Test
    void anInterruptedCaseKeepsItsFinishedRounds() throws IOException {
        run.atRoundFinished = () -> {
            if (run.events.stream().filter(event -> event.startsWith("round")).count() == 2) {
                run.runner.stop();
            }
        };

        RunOutcome outcome = run.run();

        assertThat(outcome.results().get(0).status()).isEqualTo(CaseStatus.SKIPPED);
        assertThat(outcome.results().get(0).metrics()).isEmpty();
        StoredEvents events = events();
        assertThat(events.isComplete()).isFalse();
        assertThat(events.facts().rounds()).isEqualTo(3);
        assertThat(events.rounds()).isEqualTo(2);
        assertThat(events.record().orElseThrow().wallNanos()).isPositive();
        assertThat(StoredRun.readOne(folder()).summary().interrupted()).isTrue();
    }

    @Test
    void aFileThatIsCutOffAnywhereKeepsWhatWasWrittenBefore() throws IOException {
        run.run();
        Path file = children(folder().resolve("cases")).get(0);
        byte[] bytes = Files.readAllBytes(file);
        int before = 0;
        for (int length = 8; length <= bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));

            StoredEvents events = StoredEvents.read(file);

            assertThat(events.rounds()).isBetween(before, before + 1);
            assertThat(events.isComplete()).isEqualTo(length == bytes.length);
            before = events.rounds();
        }
        assertThat(before).isEqualTo(3);
    }

    @Test
    void damageAndOtherFilesAreNamed() throws IOException {
        run.run();
        Path file = children(folder().resolve("cases")).get(0);
        byte[] bytes = Files.readAllBytes(file);
        byte[] flipped = bytes.clone();
        flipped[60] ^= 1;
        assertRefused(file, flipped, "another checksum");
        byte[] later = bytes.clone();
        later[7] = 2;
        assertRefused(file, later, "it is of version 2, this TurboBench reads version 1");
        assertRefused(
                file, "model,batch\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "does not begin like one");
        assertRefused(file, new byte[0], "does not begin like one");
    }

    private static void assertRefused(Path file, byte[] content, String reason) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> StoredEvents.read(file))
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(RESULT_INVALID.code()))
                .hasMessageStartingWith(file + ": expected the events of a case, but ")
                .hasMessageContaining(reason);
    }

    @Test
    void aRunThatNeverBeginsLeavesNoFolder() {
        run.device = "abacus";

        assertThatThrownBy(run::run).isInstanceOf(BenchmarkException.class);

        assertThat(scratch.resolve("results")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeStopsTheRunBeforeItStarts() throws IOException {
        Files.createFile(scratch.resolve("results"));

        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        BenchmarkException.class, e -> assertThat(e.errorCode()).isEqualTo(OUTPUT_NOT_WRITABLE.code()))
                .hasMessageContaining("--results");
    }

    @Test
    void whatCannotBeStoredIsToldAndTheRunGoesOn() {
        run.atRoundFinished = () -> {};
        run.concurrency = List.of(1, 2);
        run.atEngineReady = () -> {
            try {
                Path cases = folder().resolve("cases");
                Files.delete(cases);
                Files.createFile(cases);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };

        RunOutcome outcome = run.run();

        assertThat(outcome.results())
                .hasSize(2)
                .allMatch(result -> !result.metrics().isEmpty());
        assertThat(outcome.reporterFailures())
                .hasSize(2)
                .allMatch(failure -> failure.reporter().equals("results"));
        assertThat(outcome.exitCode())
                .isEqualTo(OUTPUT_NOT_WRITABLE.code().type().exitCode());
    }

    private Recomputation recompute(boolean partial) throws IOException {
        return Recomputation.of(
                StoredRun.readFolder(folder()), List.of(new MetricRequest("keep", Map.of())), run.components, partial);
    }

    @Test
    void recomputingGivesWhatWasStored() throws IOException {
        run.concurrency = List.of(1, 2);
        RunOutcome outcome = run.run();

        Recomputation again = recompute(false);

        assertThat(again.differences()).isEmpty();
        assertThat(again.compared()).isEqualTo(2);
        assertThat(again.results()).isEqualTo(outcome.results());
    }

    @Test
    void recomputingNamesWhatDiffers() throws IOException {
        run.run();
        Path results = folder().resolve("results.jsonl");
        Files.writeString(results, Files.readString(results).replace("\"value\":3.0", "\"value\":3.5"));

        assertThat(recompute(false).differences()).containsExactly("c2-p8-g5 rounds: stored 3.5, now 3.0");
    }

    @Test
    void partialNumbersAreOnlyForThoseWhoAskAndAreMarked() throws IOException {
        run.atRoundFinished = () -> {
            if (run.events.stream().filter(event -> event.startsWith("round")).count() == 2) {
                run.runner.stop();
            }
        };
        run.run();

        Recomputation whole = recompute(false);
        Recomputation partial = recompute(true);

        assertThat(whole.remarks()).containsExactly("c2-p8-g5: 2 of 3 rounds were measured");
        assertThat(whole.results())
                .singleElement()
                .satisfies(result -> assertThat(result.metrics()).isEmpty());
        assertThat(partial.results()).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo(CaseStatus.INVALID);
            assertThat(result.notes()).first().isEqualTo("partial: 2 of 3 rounds were measured");
            assertThat(result.metric("rounds").orElseThrow().value()).isEqualTo(2);
        });
    }
}
