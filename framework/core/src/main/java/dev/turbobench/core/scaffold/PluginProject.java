package dev.turbobench.core.scaffold;

import static dev.turbobench.spi.error.StandardErrorCode.INVALID_OPTION;
import static dev.turbobench.spi.error.StandardErrorCode.OUTPUT_NOT_WRITABLE;

import dev.turbobench.spi.ApiVersion;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven project of a new plugin.
 *
 * @param kind what the plugin provides
 * @param name id of the plugin and name of its component
 * @param packageName package of its classes
 */
public record PluginProject(ProjectKind kind, String name, String packageName) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    public PluginProject {
        if (!NAME.matcher(name).matches()) {
            throw new BenchmarkException(
                    INVALID_OPTION, "NAME: expected lower-case words such as my-plugin, found \"%s\"".formatted(name));
        }
        if (!PACKAGE.matcher(packageName).matches() || packageName.startsWith("dev.turbobench")) {
            throw new BenchmarkException(
                    INVALID_OPTION,
                    "package: expected a package of your own such as org.acme.plugin, found \"%s\""
                            .formatted(packageName));
        }
    }

    /**
     * Write the project.
     *
     * @param folder where to; must not exist or be empty
     * @param sdk Maven repository with the API and the conformance kit
     * @param version version of these two
     * @throws BenchmarkException if the folder cannot be written
     */
    public void write(Path folder, Path sdk, String version) {
        Map<String, String> values = values(sdk, version);
        try {
            requireEmpty(folder);
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, filled(template(file.getValue()), values));
            }
        } catch (IOException e) {
            throw new BenchmarkException(
                    OUTPUT_NOT_WRITABLE, "the project cannot be written to %s: %s".formatted(folder, e), e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new BenchmarkException(
                        INVALID_OPTION, "expected a folder that is empty or does not exist, found " + folder);
            }
        }
    }

    /** File of the project to template. */
    private Map<String, String> files() {
        String sources = "src/main/java/%s/%s".formatted(packageName.replace('.', '/'), className());
        String tests = sources.replace("src/main", "src/test");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "common/pom.xml");
        files.put(".gitignore", "common/gitignore");
        files.put("src/main/resources/META-INF/services/dev.turbobench.spi.BenchmarkPlugin", "common/service");
        files.put("README.md", kind.word() + "/README.md");
        files.put(sources + "Plugin.java", kind.word() + "/Plugin.java");
        for (String end : kind.classes()) {
            files.put(sources + end + ".java", "%s/%s.java".formatted(kind.word(), end));
        }
        files.put(tests + kind.className() + "Test.java", kind.word() + "/Test.java");
        return files;
    }

    private Map<String, String> values(Path sdk, String version) {
        return Map.of(
                "name", name,
                "id", name.replace('-', '_'),
                "Class", className(),
                "package", packageName,
                "version", version,
                "api", ApiVersion.CURRENT.toString(),
                "junit", junitVersion(),
                "sdk", sdk.toAbsolutePath().normalize().toUri().toString());
    }

    /** The words of the name, each with a capital. */
    private String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The version that the conformance kit was built with. */
    private static String junitVersion() {
        Properties versions = new Properties();
        try (InputStream in = open("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return versions.getProperty("junit");
    }

    private static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    private static String template(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        InputStream in = PluginProject.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("no template " + name);
        }
        return in;
    }
}
