package dev.turbobench.core.run;

import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.MetricRequest;
import dev.turbobench.core.store.CaseFacts;
import dev.turbobench.core.store.StoredEvents;
import dev.turbobench.core.store.StoredRun;
import dev.turbobench.spi.metric.CaseRecord;
import dev.turbobench.spi.metric.Distribution;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the metrics of a stored run again, from its events.
 *
 * <p>Numbers that no metric makes, such as those of samplers, stay as they were stored.
 */
public final class Recomputation {

    private final MetricEvaluation metrics;
    private final boolean partial;
    private final List<CaseResult> results = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int compared;
    private int added;

    private Recomputation(MetricEvaluation metrics, boolean partial) {
        this.metrics = metrics;
        this.partial = partial;
    }

    /**
     * Recompute a run.
     *
     * @param requests the metrics
     * @param partial whether the finished rounds of a case that was not measured to its end get numbers too
     */
    public static Recomputation of(
            StoredRun run, List<MetricRequest> requests, Components components, boolean partial) {
        Recomputation recomputation = new Recomputation(MetricEvaluation.of(requests, components), partial);
        Map<Integer, CaseResult> stored = new LinkedHashMap<>();
        run.results().forEach(result -> stored.put(result.spec().index(), result));
        Map<Integer, CaseResult> done = new LinkedHashMap<>(stored);
        for (Path file : run.eventFiles()) {
            StoredEvents events = StoredEvents.read(file);
            CaseFacts facts = events.facts();
            if (facts != null) {
                CaseResult known = stored.get(facts.spec().index());
                CaseResult result = recomputation.recompute(known, facts, events);
                if (result != null) {
                    done.put(facts.spec().index(), result);
                }
            }
        }
        recomputation.results.addAll(done.values());
        return recomputation;
    }

    private @Nullable CaseResult recompute(@Nullable CaseResult known, CaseFacts facts, StoredEvents events) {
        String label = facts.spec().label();
        if (events.rounds() < facts.rounds()) {
            remarks.add("%s: %d of %d rounds were measured".formatted(label, events.rounds(), facts.rounds()));
        }
        CaseRecord record = events.record().orElse(null);
        boolean whole = events.isComplete() && known != null && known.rounds() > 0;
        if (record == null || !(whole || partial)) {
            return known;
        }
        List<String> notes = new ArrayList<>(known == null ? List.of() : known.notes());
        ValidityCheck.Finding finding = ValidityCheck.of(record, events.measured(), facts.start());
        if (!whole) {
            notes.add(0, "partial: %d of %d rounds were measured".formatted(events.rounds(), facts.rounds()));
            finding.reasons().stream().filter(reason -> !notes.contains(reason)).forEach(notes::add);
        }
        List<MetricValue> values = new ArrayList<>(metrics.compute(record, notes));
        List<Distribution> distributions = new ArrayList<>(metrics.distributions(record, notes));
        CaseDetails details = known == null ? CaseDetails.NONE : known.details();
        CaseStatus status = whole && finding.reasons().isEmpty() ? CaseStatus.VALID : CaseStatus.INVALID;
        if (whole) {
            compare(label, known, status, finding, values);
            keep(values, known);
            details.distributions().stream()
                    .filter(old ->
                            distributions.stream().noneMatch(now -> now.id().equals(old.id())))
                    .forEach(distributions::add);
        }
        return new CaseResult(
                facts.spec(),
                facts.tensorParallelSize(),
                status,
                notes,
                null,
                record.rounds(),
                values,
                new CaseDetails(
                        details.warmup(),
                        details.rounds(),
                        details.stalls(),
                        distributions,
                        details.series(),
                        details.memory()));
    }

    private void compare(
            String label,
            CaseResult known,
            CaseStatus status,
            ValidityCheck.Finding finding,
            List<MetricValue> values) {
        if (status != known.status()) {
            differences.add("%s: stored as %s, now %s %s".formatted(label, known.status(), status, finding.reasons()));
        }
        for (MetricValue value : values) {
            MetricValue old = known.metric(value.descriptor().id()).orElse(null);
            if (old == null) {
                added++;
                continue;
            }
            compared++;
            if (!asStored(value).equals(asStored(old))) {
                differences.add("%s %s: stored %s, now %s"
                        .formatted(label, value.descriptor().id(), text(old), text(value)));
            }
        }
    }

    private static void keep(List<MetricValue> values, CaseResult known) {
        for (MetricValue old : known.metrics()) {
            String id = old.descriptor().id();
            if (values.stream().noneMatch(value -> value.descriptor().id().equals(id))) {
                values.add(old);
            }
        }
    }

    /** What JSON can hold of a value: what is not finite is no number. */
    private static MetricValue asStored(MetricValue value) {
        Interval interval = value.interval();
        return new MetricValue(
                value.descriptor(),
                finite(value.value()),
                interval == null
                        ? null
                        : new Interval(
                                finite(interval.low()), finite(interval.high()), interval.level(), interval.method()),
                value.samples(),
                value.note(),
                value.byRound().stream().map(Recomputation::finite).toList());
    }

    private static double finite(double number) {
        return Double.isFinite(number) ? number : Double.NaN;
    }

    private static String text(MetricValue value) {
        Interval interval = value.interval();
        return interval == null
                ? String.valueOf(value.value())
                : "%s [%s, %s]".formatted(value.value(), interval.low(), interval.high());
    }

    /** The results in the order in which they were stored. */
    public List<CaseResult> results() {
        return List.copyOf(results);
    }

    /** One line for each value or verdict that is not what was stored. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** What to know about cases that were not measured to their end. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** How many values were compared with a stored one. */
    public int compared() {
        return compared;
    }

    /** How many values are new. */
    public int added() {
        return added;
    }
}
