package dev.turbobench.reporters.html;

import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunResults;
import dev.turbobench.spi.report.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the numbers are true, in one sentence.
 *
 * @param tone {@code good}, {@code warn} or {@code bad}
 * @param text the sentence
 */
record Verdict(String tone, String text) {

    static Verdict of(RunResults run) {
        RunHeader header = run.header();
        List<CaseResult> results = run.results();
        List<String> parts = new ArrayList<>();
        long valid = count(results, CaseStatus.VALID);
        parts.add("%s of %s cases valid".formatted(valid, header.cases().size()));
        for (CaseStatus status : List.of(CaseStatus.INVALID, CaseStatus.FAILED, CaseStatus.SKIPPED)) {
            long count = count(results, status);
            if (count > 0) {
                parts.add("%s %s".formatted(count, status.name().toLowerCase(Locale.ROOT)));
            }
        }
        int missing = header.cases().size() - results.size();
        if (missing > 0) {
            parts.add("%s not run".formatted(missing));
        }
        RunSummary summary = run.summary();
        if (summary == null) {
            parts.add("the run has not ended");
        } else if (summary.interrupted()) {
            parts.add("the run was interrupted");
        }
        return new Verdict(tone(header, results, valid), String.join(", ", parts));
    }

    private static String tone(RunHeader header, List<CaseResult> results, long valid) {
        if (count(results, CaseStatus.FAILED) > 0 || valid == 0) {
            return "bad";
        }
        return valid == header.cases().size() ? "good" : "warn";
    }

    private static long count(List<CaseResult> results, CaseStatus status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    Map<String, String> toMap() {
        return Map.of("tone", tone, "text", text);
    }
}
