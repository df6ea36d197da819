package dev.turbobench.results;

import dev.turbobench.spi.metric.Direction;
import dev.turbobench.spi.metric.Interval;
import dev.turbobench.spi.metric.MetricDescriptor;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.metric.Unit;
import dev.turbobench.spi.report.CaseDetails;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link CaseNode} wrote. */
final class CaseInput {

    private CaseInput() {}

    static CaseSpec spec(Input input) {
        return input.make(() -> new CaseSpec(
                input.small("index"),
                input.small("concurrency"),
                input.small("prompt_tokens"),
                input.small("completion_tokens")));
    }

    static CaseResult read(Input input, Input definitions) {
        List<MetricValue> metrics = new ArrayList<>();
        Map<String, Input> known = definitions.members();
        input.member("metrics").members().forEach((id, value) -> metrics.add(value(id, value, known)));
        Optional<CaseFailure> failure =
                input.optional("failure").map(failed -> new CaseFailure(failed.text("code"), failed.text("message")));
        return new CaseResult(
                spec(input),
                input.small("tp"),
                input.constant("status", CaseStatus.class),
                input.texts("notes"),
                failure.orElse(null),
                input.small("rounds"),
                metrics,
                input.optional("details").map(DetailsInput::read).orElse(CaseDetails.NONE));
    }

    private static MetricValue value(String id, Input value, Map<String, Input> definitions) {
        Input definition = value.optional("definition").orElse(definitions.get(id));
        if (definition == null) {
            throw new FormatException("%s: there is no definition of this metric".formatted(value.place()));
        }
        MetricDescriptor descriptor = definition.make(() -> new MetricDescriptor(
                id,
                definition.text("label"),
                unit(definition),
                definition.constant("direction", Direction.class),
                definition.text("definition")));
        Optional<Interval> interval = value.optional("interval")
                .map(ends -> new Interval(
                        ends.decimal("low"), ends.decimal("high"), ends.decimal("level"), ends.text("method")));
        return new MetricValue(
                descriptor,
                value.decimal("value"),
                interval.orElse(null),
                value.integer("samples"),
                value.optionalText("note").orElse(null),
                value.optional("by_round").isPresent() ? value.decimals("by_round") : List.of());
    }

    static Unit unit(Input input) {
        String symbol = input.text("unit");
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> input.member("unit")
                        .wrong("one of "
                                + Arrays.stream(Unit.values()).map(Unit::symbol).toList()));
    }
}
