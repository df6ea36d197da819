package dev.turbobench.core.compare;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A comparison as JUnit XML, as continuous integration systems read it: each metric of each case is a test. */
public final class ComparisonJunit {

    private ComparisonJunit() {}

    /**
     * Write the document.
     *
     * @param name what was compared with what
     * @param comparison the differences
     * @param atLeast from which part of the baseline on what is worse is a failure
     */
    public static String of(String name, Comparison comparison, double atLeast) {
        List<Cell> regressions = comparison.regressions(atLeast);
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", name);
            xml.writeAttribute(
                    "tests",
                    String.valueOf(
                            comparison.cells().size() + comparison.broken().size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(regressions.size() + comparison.broken().size()));
            for (Cell cell : comparison.cells()) {
                start(xml, cell.spec().label(), cell.descriptor().id());
                if (regressions.contains(cell)) {
                    failure(
                            xml,
                            "%s is worse: %.4g by the baseline's 1 (p = %.2g after correction)"
                                    .formatted(cell.descriptor().label(), cell.ratio(), cell.adjustedPValue()));
                } else if (cell.test() == null) {
                    xml.writeEmptyElement("skipped");
                    xml.writeAttribute("message", String.valueOf(cell.note()));
                }
                xml.writeEndElement();
            }
            for (String broken : comparison.broken()) {
                start(xml, broken.substring(0, broken.indexOf(':')), "status");
                failure(xml, broken);
                xml.writeEndElement();
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return text + "\n";
    }

    private static void start(XMLStreamWriter xml, String label, String test) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "turbobench.compare." + label);
        xml.writeAttribute("name", test);
    }

    private static void failure(XMLStreamWriter xml, String message) throws XMLStreamException {
        xml.writeEmptyElement("failure");
        xml.writeAttribute("message", message.replaceAll("[\\p{Cntrl}]", " "));
    }
}
