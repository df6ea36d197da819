package dev.turbobench.distribution;

import static dev.turbobench.distribution.SamplePlugins.jar;
import static dev.turbobench.distribution.SamplePlugins.metric;
import static dev.turbobench.distribution.SamplePlugins.plugin;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** One of everything that can be wrong with a plugin, and what is to be said of it. */
final class BrokenPlugins {

    private final Path folder;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private BrokenPlugins(Path folder) {
        this.folder = folder;
    }

    /** Fill a folder; returns file names with words of the reasons. */
    static Map<String, String> write(Path folder) throws IOException {
        BrokenPlugins broken = new BrokenPlugins(Files.createDirectories(folder));
        broken.files();
        broken.manifests();
        broken.contents();
        broken.code();
        broken.names();
        return broken.reasons;
    }

    private Path expect(String name, String reason) {
        reasons.put(name, reason);
        return folder.resolve(name);
    }

    private void files() throws IOException {
        Files.createFile(expect("empty.jar", "UNREADABLE_JAR: empty.jar is not a readable jar: zip file is empty"));
        Files.writeString(expect("text.jar", "UNREADABLE_JAR: text.jar is not a readable jar"), "not a jar at all");
        byte[] good = Files.readAllBytes(plugin("cut", "").write(folder.resolve("good.tmp")));
        Files.delete(folder.resolve("good.tmp"));
        Files.write(
                expect("truncated.jar", "UNREADABLE_JAR: truncated.jar is not a readable jar"),
                Arrays.copyOf(good, good.length / 2));
        byte[] flipped = good.clone();
        Arrays.fill(flipped, good.length - 22, good.length - 18, (byte) 0x5a);
        Files.write(expect("damaged.jar", "UNREADABLE_JAR: damaged.jar is not a readable jar"), flipped);
        Files.createDirectories(expect("directory.jar", "NO_JAR: the folder has no jar"));
        Files.createDirectories(expect("nothing", "NO_JAR: the folder has no jar"));
        Path circle = expect("circle.jar", "UNREADABLE: cannot be read");
        Files.createSymbolicLink(circle, circle);
        Path there = expect("there", "UNREADABLE: cannot be read");
        Files.createSymbolicLink(there, expect("back", "UNREADABLE: cannot be read"));
        Files.createSymbolicLink(folder.resolve("back"), there);
        Files.createSymbolicLink(expect("dangling.jar", "UNREADABLE: cannot be read"), folder.resolve("no such file"));
        bomb(expect("bomb.jar", "EXCESSIVE_JAR: bomb.jar contains META-INF/MANIFEST.MF with 32 MiB"));
        crowd(expect("crowd.jar", "EXCESSIVE_JAR: crowd.jar has 200001 entries"));
    }

    /** A manifest that is small in the jar and large in memory. */
    private static void bomb(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
            jar.write(new byte[32 << 20]);
        }
    }

    private static void crowd(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.setLevel(0);
            for (int i = 0; i < 200_001; i++) {
                jar.putNextEntry(new JarEntry("f" + i));
            }
        }
    }

    private void manifests() {
        plugin("x", "")
                .header("Bench-Plugin-Id", null)
                .write(expect("no-id.jar", "HEADER_MISSING: no jar has the manifest header Bench-Plugin-Id"));
        plugin("x", "")
                .header("Bench-Plugin-Id", null)
                .header("Bench-Plugin-Version", null)
                .header("Bench-Api-Version", null)
                .write(expect("no-manifest.jar", "HEADER_MISSING: no jar has the manifest header Bench-Plugin-Id"));
        plugin("no-version", "")
                .header("Bench-Plugin-Version", null)
                .write(expect("no-version.jar", "HEADER_MISSING: the manifest of no-version.jar lacks the header"));
        plugin("Bad Id!", "").write(expect("bad-id.jar", "HEADER_INVALID: Bench-Plugin-Id in bad-id.jar"));
        plugin("no-api", "")
                .header("Bench-Api-Version", "one")
                .write(expect("no-api.jar", "HEADER_INVALID: Bench-Api-Version in no-api.jar"));
        plugin("next-api", "")
                .header("Bench-Api-Version", "2.0")
                .write(expect("next-api.jar", "API_INCOMPATIBLE: expected a plugin for API 1.0 to"));
        plugin("newer-api", "")
                .header("Bench-Api-Version", "1.999")
                .write(expect("newer-api.jar", "API_INCOMPATIBLE: expected a plugin for API 1.0 to"));
        plugin("outside", "")
                .header("Class-Path", "../")
                .write(expect("outside.jar", "CLASS_PATH_OUTSIDE: the manifest of outside.jar has Class-Path"));
        plugin("first", "").write(folder.resolve("pair/a.jar"));
        plugin("second", "").write(folder.resolve("pair/b.jar"));
        expect("pair", "SEVERAL_MAIN_JARS: expected one jar with the manifest header Bench-Plugin-Id");
        plugin("same", "").write(expect("same-1.jar", "DUPLICATE_ID: the id same is used by"));
        plugin("same", "").write(expect("same-2.jar", "DUPLICATE_ID: the id same is used by"));
        plugin("turbomind", "").write(expect("impostor.jar", "DUPLICATE_ID: the id turbomind is used by"));
    }

    private void contents() {
        jar("no-service").write(expect("no-service.jar", "SERVICE_MISSING: no jar has META-INF/services"));
        jar("no-class").service("acme.Gone").write(expect("no-class.jar", "LOAD_FAILED: ServiceConfigurationError"));
        jar("no-name").service("# nobody").write(expect("no-name.jar", "LOAD_FAILED: META-INF/services"));
        jar("no-type")
                .service("acme.Other")
                .source("acme.Other", "package acme; public class Other {}")
                .write(expect("no-type.jar", "acme.Other not a subtype"));
        jar("no-code")
                .service("acme.Other")
                .entry("acme/Other.class", "not a class".getBytes(UTF_8))
                .write(expect("no-code.jar", "LOAD_FAILED: ClassFormatError"));
        plugin("copies", "")
                .source("dev.turbobench.spi.Extra", "package dev.turbobench.spi; public class Extra {}")
                .write(expect(
                        "copies.jar", "HOST_CLASSES_BUNDLED: copies.jar contains dev/turbobench/spi/Extra.class"));
        plugin("lacks", "Object library = Library.make();")
                .source("acme.Library", "package acme; class Library { static Object make() { return 1; } }")
                .entry("acme/Library.class", new byte[0])
                .write(expect("lacks.jar", "caused by ClassFormatError"));
    }

    private void code() {
        plugin("private", "private AcmePlugin() {}")
                .write(expect("private.jar", "Unable to get public no-arg constructor"));
        plugin("throws", "public AcmePlugin() { throw new IllegalStateException(\"bad day\"); }")
                .write(expect("throws.jar", "IllegalStateException: bad day"));
        plugin("static", "static int zero = 0; static int one = 1 / zero;")
                .write(expect("static.jar", "ArithmeticException: / by zero"));
        plugin("endless", "int deep() { return deep() + 1; } public AcmePlugin() { deep(); }")
                .write(expect("endless.jar", "StackOverflowError"));
        plugin("cyclic", """
                static class First { static int value = load("Second"); }
                static class Second { static int value = load("First"); }
                static final java.util.concurrent.CyclicBarrier BOTH = new java.util.concurrent.CyclicBarrier(2);
                static int load(String other) {
                    try {
                        BOTH.await();
                        return Class.forName("acme.AcmePlugin$" + other).hashCode();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                public AcmePlugin() {
                    Thread thread = new Thread(() -> System.identityHashCode(Second.value));
                    thread.setDaemon(true);
                    thread.start();
                    System.identityHashCode(First.value);
                }
                """).write(expect("cyclic.jar", "did not return within 5 s (--plugin-timeout)"));
        plugin("exits", "public AcmePlugin() { System.exit(0); }")
                .write(expect("exits.jar", "must not end the process"));
        plugin("null", "public List<MetricFactory> metrics() { return null; }")
                .write(expect("null.jar", "metrics() returned null"));
    }

    private void names() {
        metric("bad-name", "Bad Name", "return List.of();")
                .write(expect("bad-name.jar", "COMPONENT_INVALID: metric name: expected lower-case letters"));
        metric("thief", "throughput", "return List.of();")
                .write(expect("thief.jar", "NAME_RESERVED: it provides the metric throughput"));
    }
}
