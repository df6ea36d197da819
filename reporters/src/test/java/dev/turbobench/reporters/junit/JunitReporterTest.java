package dev.turbobench.reporters.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.reporters.TestingMatrix;
import dev.turbobench.reporters.TestingRun;
import dev.turbobench.spi.option.Options;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.ReportTarget;
import dev.turbobench.spi.report.Reporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class JunitReporterTest {

    @TempDir
    Path folder;

    private Reporter reporter() {
        JunitReporterFactory factory = new JunitReporterFactory();
        return factory.create(
                Options.of("reporter.junit", factory.options(), Map.of()), new ReportTarget(folder.resolve("out.xml")));
    }

    private String xpath(String expression) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("out.xml").toFile());
        return XPathFactory.newInstance().newXPath().evaluate(expression, document);
    }

    @Test
    void verdictsAreOutcomesOfTests() throws Exception {
        TestingRun.complete(
                reporter(),
                TestingRun.header("llama"),
                TestingRun.valid(0, 1, TestingRun.legacyMetrics()),
                TestingRun.result(1, 16, CaseStatus.INVALID, List.of("queued: 9/16", "preempted")),
                TestingRun.result(2, 32, CaseStatus.SKIPPED, List.of("needs more than a smaller case that failed")),
                TestingRun.failed(3, "needs more"));

        assertThat(xpath("/testsuite/@failures")).isEqualTo("1");
        assertThat(xpath("/testsuite/@errors")).isEqualTo("1");
        assertThat(xpath("//testcase[@name='c1-p128-g2048']/system-out")).contains("legacy_p50 7.5 s\n");
        assertThat(xpath("count(//testcase[@name='c1-p128-g2048']/*[not(self::system-out)])"))
                .isEqualTo("0");
        assertThat(xpath("//testcase[@name='c16-p128-g2048']/failure/@message")).isEqualTo("queued: 9/16");
        assertThat(xpath("//testcase[@name='c16-p128-g2048']/failure")).isEqualTo("queued: 9/16\npreempted");
        assertThat(xpath("//testcase[@name='c32-p128-g2048']/skipped/@message")).startsWith("needs more than");
        assertThat(xpath("//testcase[@name='c64-p128-g2048']/error/@message")).isEqualTo("OUT_OF_MEMORY: needs more");
    }

    @Test
    void casesThatDidNotRunAreSkipped() throws Exception {
        try (Reporter reporter = reporter()) {
            reporter.begin(TestingMatrix.header("m"));
            reporter.caseCompleted(TestingMatrix.results().get(0));
        }

        assertThat(xpath("/testsuite/@tests")).isEqualTo("20");
        assertThat(xpath("/testsuite/@skipped")).isEqualTo("19");
        assertThat(xpath("count(//testcase[skipped])")).isEqualTo("19");
    }

    @Test
    void foreignTextIsOnlyText() throws Exception {
        String hostile = TestingRun.HOSTILE + "\u0000\u001b[31m\ud800 ]]>";

        TestingRun.complete(reporter(), TestingRun.header(hostile), TestingRun.failed(0, hostile));

        assertThat(xpath("count(//script)")).isEqualTo("0");
        assertThat(xpath("//error/@message"))
                .contains("</script><script>alert(1)")
                .contains("\ufffd[31m\ufffd ]]>");
    }
}
