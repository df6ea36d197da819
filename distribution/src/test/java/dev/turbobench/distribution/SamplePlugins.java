package dev.turbobench.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Jars of plugins, good and bad, compiled against the API of the distribution and nothing else. */
final class SamplePlugins {

    static final String SERVICE = "META-INF/services/dev.turbobench.spi.BenchmarkPlugin";

    private static final String IMPORTS = Stream.of("", ".error", ".metric", ".option", ".report")
            .map("dev.turbobench.spi"::concat)
            .map("import %s.*;"::formatted)
            .collect(Collectors.joining(" ", "", " import java.util.List;"));

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private String libraries = "";

    private SamplePlugins() {}

    /** A plugin with a good manifest and nothing in it. */
    static SamplePlugins jar(String id) {
        return new SamplePlugins()
                .header("Bench-Plugin-Id", id)
                .header("Bench-Plugin-Version", "1.0")
                .header("Bench-Api-Version", "1.0");
    }

    /** A good plugin whose class has some members. */
    static SamplePlugins plugin(String id, String members) {
        return jar(id).service("acme.AcmePlugin").source("acme.AcmePlugin", """
                package acme;
                %s
                public class AcmePlugin implements BenchmarkPlugin {
                    %s
                }
                """.formatted(IMPORTS, members));
    }

    /** A good plugin with one metric that runs some code and then returns no values. */
    static SamplePlugins metric(String id, String name, String code) {
        return plugin(id, """
                public List<MetricFactory> metrics() {
                    return List.of(new MetricFactory() {
                        public String name() { return "%s"; }
                        public String description() { return "A metric."; }
                        public Metric create(Options options) { return record -> compute(); }
                    });
                }
                static List<MetricValue> value(String id, double number) {
                    return List.of(MetricValue.of(
                            new MetricDescriptor(id, id, Unit.COUNT, Direction.NEUTRAL, "A number."), number, 1));
                }
                List<MetricValue> compute() {
                    try {
                        %s
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                """.formatted(name, code));
    }

    SamplePlugins header(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    SamplePlugins service(String className) {
        return entry(SERVICE, className.getBytes(UTF_8));
    }

    SamplePlugins entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    SamplePlugins source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Compile against more jars. */
    SamplePlugins with(List<Path> jars) {
        libraries = jars.stream().map(jar -> ":" + jar).collect(Collectors.joining());
        return this;
    }

    Path write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Map<String, byte[]> all = compile();
            all.putAll(entries);
            try (OutputStream out = Files.newOutputStream(file);
                    JarOutputStream jar =
                            headers.isEmpty() ? new JarOutputStream(out) : new JarOutputStream(out, manifest())) {
                for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                    jar.putNextEntry(new JarEntry(entry.getKey()));
                    jar.write(entry.getValue());
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        return manifest;
    }

    private Map<String, byte[]> compile() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        Path output = Files.createTempDirectory("sample-plugin");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<SourceText> units = sources.entrySet().stream()
                .map(source -> new SourceText(source.getKey(), source.getValue()))
                .toList();
        List<String> options =
                List.of("-proc:none", "-classpath", api() + libraries, "-d", output.toString(), "--release", "17");
        if (!compiler.getTask(null, null, null, options, null, units).call()) {
            throw new IllegalArgumentException("does not compile: " + sources);
        }
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                classes.put(output.relativize(file).toString(), Files.readAllBytes(file));
                Files.delete(file);
            }
        }
        return classes;
    }

    /** The jar that authors compile against. */
    private static Path api() throws IOException {
        try (Stream<Path> files =
                Files.walk(TestingInstallation.folder().resolve("sdk/dev/turbobench/turbobench-spi"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {

        private final String text;

        SourceText(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
