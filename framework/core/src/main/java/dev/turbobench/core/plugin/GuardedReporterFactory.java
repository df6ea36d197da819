package dev.turbobench.core.plugin;

import dev.turbobench.spi.option.OptionSpec;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ComparisonReporter;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A reporter factory of a plugin. */
final class GuardedReporterFactory implements ReporterFactory {

    private final PluginCalls calls;
    private final ReporterFactory factory;
    private final Declaration declaration;
    private final String defaultFileName;

    GuardedReporterFactory(
            PluginCalls calls, ReporterFactory factory, Declaration declaration, String defaultFileName) {
        this.calls = calls;
        this.factory = factory;
        this.declaration = declaration;
        this.defaultFileName = defaultFileName;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String description() {
        return declaration.description();
    }

    @Override
    public String defaultFileName() {
        return defaultFileName;
    }

    @Override
    public List<OptionSpec> options() {
        return declaration.options();
    }

    @Override
    public List<String> neededMetrics(Options options) {
        return calls.call("neededMetrics of reporter " + name(), () -> factory.neededMetrics(options));
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        Reporter reporter = calls.call("create of reporter " + name(), () -> factory.create(options, target));
        return new GuardedReporter(calls, reporter, "reporter " + name());
    }

    @Override
    public Optional<ComparisonReporter> createComparison(Options options, ReportTarget target) {
        String name = "reporter " + name();
        Optional<ComparisonReporter> created =
                calls.call("createComparison of " + name, () -> factory.createComparison(options, target));
        return created.map(
                reporter -> comparison -> calls.<IOException>run("write of " + name, () -> reporter.write(comparison)));
    }
}
