package @package@;

import dev.turbobench.spi.report.ReporterFactory;
import dev.turbobench.tck.ReporterConformance;

/** Everything that TurboBench demands of a reporter. */
class @Class@ReporterTest extends ReporterConformance {

    @Override
    protected ReporterFactory factory() {
        return new @Class@ReporterFactory();
    }
}
