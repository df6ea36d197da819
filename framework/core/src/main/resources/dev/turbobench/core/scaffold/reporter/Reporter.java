package @package@;

import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.Reporter;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.report.RunSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends a line for each number, on disk when a case is done. */
final class @Class@Reporter implements Reporter {

    private final Path path;
    private FileChannel file;

    @Class@Reporter(Path path) {
        this.path = path;
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        append("model\t" + oneLine(header.model()));
    }

    @Override
    public void caseCompleted(CaseResult result) throws IOException {
        StringBuilder text = new StringBuilder(result.spec().label() + "\t" + result.status());
        for (MetricValue value : result.metrics()) {
            text.append("\n%s\t%s\t%s\t%s"
                    .formatted(
                            result.spec().label(),
                            value.descriptor().id(),
                            value.value(),
                            value.descriptor().unit().symbol()));
        }
        append(text.toString());
    }

    @Override
    public void end(RunSummary summary) throws IOException {
        append("cases\t" + summary.results().size());
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
