package dev.turbobench.core.cli;

import dev.turbobench.core.plan.Feasibility;
import dev.turbobench.core.plan.RunPlan;
import dev.turbobench.core.plan.RunPlan.PlannedCase;
import java.io.PrintWriter;
import java.util.List;

/** Prints a plan. */
final class PlanPrinter {

    private final PrintWriter out;

    PlanPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(RunPlan plan) {
        plan.notices().forEach(notice -> out.println("notice: " + notice));
        out.printf(
                "limits: %d sequences in a batch, %d tokens in a sequence, %d KV tokens%n%n",
                plan.limits().maxBatchSize(),
                plan.limits().maxSequenceTokens(),
                plan.limits().kvTokens());
        int rounds = plan.warmupRounds() + plan.rounds();
        TextTable table = new TextTable(
                List.of("case", "tokens a round>", "KV tokens>", "round (s)>", "case (s)>", "requests together"));
        for (PlannedCase planned : plan.cases()) {
            boolean known = planned.roundNanos().isPresent();
            double seconds = planned.roundNanos().orElse(0) / 1e9;
            table.add(List.of(
                    planned.spec().label(),
                    String.valueOf(planned.tokens()),
                    String.valueOf(planned.kvTokens()),
                    known ? "%.2f".formatted(seconds) : "",
                    known ? "%.1f".formatted(seconds * rounds) : "",
                    together(planned.feasibility())));
        }
        table.print(out);
        out.println();
        out.printf(
                "%d cases, about %d rounds each (%d measured), about %s; loading took %.1f s%n",
                plan.cases().size(),
                rounds,
                plan.rounds(),
                MetricFormat.duration(plan.totalNanos()),
                plan.loadNanos() / 1e9);
        out.printf(
                "times are estimated from %d small batches; the run itself corrects them round by round%n",
                plan.trials());
        if (plan.halfWidth().isPresent() && !Double.isNaN(plan.variation())) {
            out.printf(
                    "95 %% intervals of throughputs and means: about +-%.2f %%, if rounds vary by %.2f %% (%s)%n",
                    plan.halfWidth().getAsDouble() * 100,
                    plan.variation() * 100,
                    plan.variationStated() ? "as stated" : "as the small batches did; --variation states another");
        } else {
            out.println("no intervals: they need at least 2 rounds");
        }
        out.flush();
    }

    private static String together(Feasibility feasibility) {
        if (feasibility instanceof Feasibility.Queues queues) {
            return "no: " + queues.reason();
        }
        return feasibility instanceof Feasibility.Impossible impossible ? "cannot run: " + impossible.reason() : "yes";
    }
}
