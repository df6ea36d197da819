package dev.turbobench.reporters.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page as text.
 *
 * <p>The template escapes whatever it prints. Only the style, the scripts and the JSON are inserted as they are: the
 * first two are our own and uPlot's and allowed by their hash in the Content-Security-Policy, in the third everything
 * that HTML could take for markup is escaped. The documents of the runs are in it as Base64.
 */
final class HtmlPage {

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> STYLES = List.of(UPLOT + "uPlot.min.css", "page.css");
    private static final List<String> SCRIPTS = List.of(
            UPLOT + "uPlot.iife.min.js",
            "data.js",
            "definition.js",
            "heatmap.js",
            "plot.js",
            "pareto.js",
            "percentiles.js",
            "limits.js",
            "timeline.js",
            "rounds.js",
            "memory.js",
            "case.js",
            "table.js",
            "clipboard.js",
            "page.js");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    private final String style = resources(STYLES);
    private final String script = resources(SCRIPTS);
    private final String policy = ContentSecurityPolicy.of(style, script);

    HtmlPage() {
        configuration.setTemplateLoader(new ClassTemplateLoader(HtmlPage.class, ""));
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setRecognizeStandardFileExtensions(true);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
    }

    String render(PageModel model) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>(model.toMap());
        root.put("policy", policy);
        root.put("style", markup(style));
        root.put("script", markup(script));
        root.put("data", markup(embedded(model.data())));
        List<String> archives = new ArrayList<>();
        for (JsonNode document : model.documents()) {
            archives.add(Archive.of(document));
        }
        root.put("archives", archives);
        StringWriter text = new StringWriter();
        try {
            configuration.getTemplate("page.ftlh").process(root, text);
        } catch (TemplateException e) {
            throw new IllegalStateException("the template of the page is broken", e);
        }
        return text.toString();
    }

    /** JSON that is still the same JSON but has no character with a meaning in HTML or a line end in JavaScript. */
    static String embedded(JsonNode json) throws IOException {
        return MAPPER.writeValueAsString(json)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static TemplateHTMLOutputModel markup(String markup) throws IOException {
        try {
            return HTMLOutputFormat.INSTANCE.fromMarkup(markup);
        } catch (TemplateException e) {
            throw new IOException(e);
        }
    }

    private static String resources(List<String> names) {
        return names.stream().map(HtmlPage::resource).collect(Collectors.joining("\n"));
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar of the reporters lacks " + name);
            }
            // HTML parsers turn CR LF into LF, which would break the hashes.
            return new String(stream.readAllBytes(), UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
