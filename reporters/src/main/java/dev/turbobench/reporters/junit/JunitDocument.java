package dev.turbobench.reporters.junit;

import dev.turbobench.reporters.text.PlainNumber;
import dev.turbobench.spi.metric.MetricValue;
import dev.turbobench.spi.report.CaseFailure;
import dev.turbobench.spi.report.CaseResult;
import dev.turbobench.spi.report.CaseStatus;
import dev.turbobench.spi.report.RunHeader;
import dev.turbobench.spi.workload.CaseSpec;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A test suite in the dialect of Ant and Surefire, which Jenkins, GitLab and others read. */
final class JunitDocument {

    private final XMLStreamWriter xml;

    private JunitDocument(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(RunHeader header, List<CaseResult> results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            new JunitDocument(xml).suite(header, results);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return text + "\n";
    }

    private void suite(RunHeader header, List<CaseResult> results) throws XMLStreamException {
        List<CaseSpec> missing = header.cases().stream()
                .filter(spec ->
                        results.stream().noneMatch(result -> result.spec().equals(spec)))
                .toList();
        long skipped = count(results, CaseStatus.SKIPPED) + missing.size();
        start("testsuite");
        attribute("name", "turbobench " + header.model());
        attribute("timestamp", header.started().toString());
        attribute("tests", Long.toString(results.size() + (long) missing.size()));
        attribute("failures", Long.toString(count(results, CaseStatus.INVALID)));
        attribute("errors", Long.toString(count(results, CaseStatus.FAILED)));
        attribute("skipped", Long.toString(skipped));
        properties(header);
        for (CaseResult result : results) {
            start("testcase");
            names(header, result.spec());
            outcome(result);
            numbers(result.metrics());
            xml.writeEndElement();
        }
        for (CaseSpec spec : missing) {
            start("testcase");
            names(header, spec);
            problem("skipped", "not run", "");
            xml.writeEndElement();
        }
        newLine();
        xml.writeEndElement();
    }

    private static long count(List<CaseResult> results, CaseStatus status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private void properties(RunHeader header) throws XMLStreamException {
        start("properties");
        property("run", header.runId());
        property("engine", header.engine());
        property("version", header.version());
        for (String notice : header.notices()) {
            property("notice", notice);
        }
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void names(RunHeader header, CaseSpec spec) throws XMLStreamException {
        attribute("classname", "turbobench." + header.model().replace('.', '_'));
        attribute("name", spec.label());
    }

    private void outcome(CaseResult result) throws XMLStreamException {
        String notes = String.join("\n", result.notes());
        switch (result.status()) {
            case VALID -> {}
            case INVALID -> problem("failure", first(result.notes(), "the case is not valid"), notes);
            case FAILED -> {
                CaseFailure failure = result.failure();
                problem("error", failure == null ? "failed" : failure.code() + ": " + failure.message(), notes);
            }
            case SKIPPED -> problem("skipped", first(result.notes(), "not run"), notes);
        }
    }

    private static String first(List<String> notes, String otherwise) {
        return notes.isEmpty() ? otherwise : notes.get(0);
    }

    private void problem(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", message);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void numbers(List<MetricValue> metrics) throws XMLStreamException {
        xml.writeStartElement("system-out");
        xml.writeCharacters(metrics.stream()
                .filter(MetricValue::isAvailable)
                .map(value -> "%s %s %s\n"
                        .formatted(
                                value.descriptor().id(),
                                PlainNumber.of(value.value()),
                                value.descriptor().unit().symbol()))
                .collect(Collectors.joining()));
        xml.writeEndElement();
    }

    private void start(String element) throws XMLStreamException {
        newLine();
        xml.writeStartElement(element);
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    /** XML 1.0 has no way to write control characters and lone surrogates; they become the replacement character. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder();
        text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int c) {
        if (c < 0x20) {
            return c == '\t' || c == '\n' || c == '\r';
        }
        return c < 0xD800 || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
    }
}
