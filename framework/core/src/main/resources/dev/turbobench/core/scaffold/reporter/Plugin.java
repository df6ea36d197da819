package @package@;

import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.report.ReporterFactory;
import java.util.List;

/** What TurboBench looks for; named in META-INF/services. */
public final class @Class@Plugin implements BenchmarkPlugin {

    @Override
    public List<ReporterFactory> reporters() {
        return List.of(new @Class@ReporterFactory());
    }
}
