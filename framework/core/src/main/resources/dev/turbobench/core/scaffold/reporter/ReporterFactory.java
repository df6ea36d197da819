package @package@;

import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.ReporterFactory;

final class @Class@ReporterFactory implements ReporterFactory {

    @Override
    public String name() {
        return "@name@";
    }

    @Override
    public String description() {
        return "One line for each number of a case.";
    }

    @Override
    public String defaultFileName() {
        return "@name@.txt";
    }

    @Override
    public Reporter create(Options options, ReportTarget target) {
        return new @Class@Reporter(target.path());
    }
}
