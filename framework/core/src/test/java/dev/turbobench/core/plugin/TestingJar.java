package dev.turbobench.core.plugin;

import dev.turbobench.spi.BenchmarkPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds plugin jars from source text. */
public final class TestingJar {

    private static final String SERVICE = "META-INF/services/" + BenchmarkPlugin.class.getName();

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** A jar with good headers and nothing else. */
    public static TestingJar plugin(String id) {
        return new TestingJar()
                .header(PluginArchive.ID, id)
                .header(PluginArchive.VERSION, "1.2.3")
                .header(PluginArchive.API_VERSION, "1.0");
    }

    /** A plugin without components whose class has the given members. */
    public static TestingJar plugin(String id, String members) {
        return plugin(id).source("acme.TestingPlugin", """
                        package acme;
                        import java.util.List;
                        public class TestingPlugin implements dev.turbobench.spi.BenchmarkPlugin {
                            %s
                        }
                        """.formatted(members)).service("acme.TestingPlugin");
    }

    /** Source of a metric factory as an expression. */
    public static String metric(String name, String computation) {
        return """
                new dev.turbobench.spi.metric.MetricFactory() {
                    public String name() { return "%s"; }
                    public String description() { return "A metric."; }
                    public dev.turbobench.spi.metric.Metric create(dev.turbobench.spi.option.Options options) {
                        return record -> { %s };
                    }
                }""".formatted(name, computation);
    }

    /** Members of a plugin that provides one metric. */
    public static String metrics(String... factories) {
        return "public List<dev.turbobench.spi.metric.MetricFactory> metrics() { return List.of(%s); }"
                .formatted(String.join(", ", factories));
    }

    /** The plugin of the package {@code acme.engine}. */
    public static TestingJar countingEngine() {
        return plugin("counting")
                .packageOf(acme.engine.TestingPlugin.class)
                .service(acme.engine.TestingPlugin.class.getName());
    }

    /** Put the compiled classes of a test package into the jar. */
    public TestingJar packageOf(Class<?> member) {
        String folder = member.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.list(codeSource(member).resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                entry(folder + "/" + file.getFileName(), Files.readAllBytes(file));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestingJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TestingJar without(String header) {
        headers.remove(header);
        return this;
    }

    public TestingJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    public TestingJar service(String className) {
        return entry(SERVICE, className.getBytes(StandardCharsets.UTF_8));
    }

    public TestingJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public Path write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
            Map<String, byte[]> all = new LinkedHashMap<>(compile());
            all.putAll(entries);
            try (OutputStream out = Files.newOutputStream(file);
                    JarOutputStream jar = new JarOutputStream(out, manifest)) {
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

    private Map<String, byte[]> compile() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        Path output = Files.createTempDirectory("testing-jar");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<SourceText> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new SourceText(name, text)));
        List<String> options = List.of(
                "-proc:none", "-classpath", codeSource(BenchmarkPlugin.class).toString(), "-d", output.toString());
        if (!compiler.getTask(null, null, null, options, null, units).call()) {
            throw new IllegalArgumentException("test source does not compile: " + sources);
        }
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                classes.put(output.relativize(file).toString(), Files.readAllBytes(file));
                Files.delete(file);
            }
        }
        return classes;
    }

    private static Path codeSource(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
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
