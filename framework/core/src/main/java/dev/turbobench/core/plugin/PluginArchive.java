package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.API_INCOMPATIBLE;
import static dev.turbobench.core.plugin.RejectionReason.HEADER_INVALID;
import static dev.turbobench.core.plugin.RejectionReason.HEADER_MISSING;
import static dev.turbobench.core.plugin.RejectionReason.NO_JAR;
import static dev.turbobench.core.plugin.RejectionReason.SERVICE_MISSING;
import static dev.turbobench.core.plugin.RejectionReason.SEVERAL_MAIN_JARS;
import static dev.turbobench.core.plugin.RejectionReason.UNREADABLE_JAR;

import dev.turbobench.spi.ApiVersion;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.PluginIdentity;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a plugin with its checked manifest; none of its classes was loaded yet.
 *
 * @param identity who it is
 * @param api the version of the API it was compiled against
 * @param jars its jars, sorted by name
 */
record PluginArchive(PluginIdentity identity, ApiVersion api, List<Path> jars) {

    static final String ID = "Bench-Plugin-Id";
    static final String VERSION = "Bench-Plugin-Version";
    static final String API_VERSION = "Bench-Api-Version";

    private static final Pattern ID_SYNTAX = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    PluginArchive {
        jars = List.copyOf(jars);
    }

    static PluginArchive open(PluginSource source) throws PluginRejectedException {
        if (source.jars().isEmpty()) {
            throw new PluginRejectedException(NO_JAR, "the folder has no jar; remove it or put a plugin in it");
        }
        List<JarContents> contents = new ArrayList<>();
        for (Path jar : source.jars()) {
            contents.add(JarContents.read(jar));
        }
        JarContents main = mainJar(contents);
        String id = header(main, ID);
        if (!ID_SYNTAX.matcher(id).matches()) {
            throw new PluginRejectedException(
                    HEADER_INVALID,
                    "%s in %s: expected lower-case words such as my-plugin, found \"%s\""
                            .formatted(ID, main.fileName(), id));
        }
        String version = header(main, VERSION);
        ApiVersion api = apiVersion(main);
        for (JarContents jar : contents) {
            jar.checkIsolation(source.jars());
        }
        if (contents.stream().noneMatch(jar -> jar.hasService(BenchmarkPlugin.class))) {
            throw new PluginRejectedException(
                    SERVICE_MISSING,
                    "no jar has META-INF/services/%s naming the plugin class"
                            .formatted(BenchmarkPlugin.class.getName()));
        }
        String location = source.location().toString();
        return new PluginArchive(new PluginIdentity(id, version, location, hash(source)), api, source.jars());
    }

    private static JarContents mainJar(List<JarContents> jars) throws PluginRejectedException {
        List<JarContents> mains =
                jars.stream().filter(jar -> jar.header(ID) != null).toList();
        if (mains.isEmpty()) {
            throw new PluginRejectedException(
                    HEADER_MISSING, "no jar has the manifest header %s, so none is the plugin's own".formatted(ID));
        }
        if (mains.size() > 1) {
            throw new PluginRejectedException(
                    SEVERAL_MAIN_JARS,
                    "expected one jar with the manifest header %s, found %s; give each plugin its own folder"
                            .formatted(
                                    ID,
                                    mains.stream().map(JarContents::fileName).toList()));
        }
        return mains.get(0);
    }

    private static String header(JarContents jar, String name) throws PluginRejectedException {
        @Nullable String value = jar.header(name);
        if (value == null || value.isBlank()) {
            throw new PluginRejectedException(
                    HEADER_MISSING, "the manifest of %s lacks the header %s".formatted(jar.fileName(), name));
        }
        return value.strip();
    }

    private static ApiVersion apiVersion(JarContents jar) throws PluginRejectedException {
        ApiVersion api;
        try {
            api = ApiVersion.parse(header(jar, API_VERSION));
        } catch (IllegalArgumentException e) {
            throw new PluginRejectedException(
                    HEADER_INVALID, "%s in %s: %s".formatted(API_VERSION, jar.fileName(), e.getMessage()));
        }
        if (!ApiVersion.CURRENT.accepts(api)) {
            throw new PluginRejectedException(
                    API_INCOMPATIBLE,
                    "expected a plugin for API %d.0 to %s, found %s; get a build of the plugin for this TurboBench"
                            .formatted(ApiVersion.CURRENT.major(), ApiVersion.CURRENT, api));
        }
        return api;
    }

    private static String hash(PluginSource source) throws PluginRejectedException {
        try {
            return JarHash.of(source.jars());
        } catch (UncheckedIOException e) {
            throw new PluginRejectedException(UNREADABLE_JAR, "cannot be read: " + e.getCause(), e);
        }
    }

    PluginArchive withConformance(String conformance) {
        PluginIdentity known = new PluginIdentity(
                identity.id(), identity.version(), identity.location(), identity.sha256(), conformance);
        return new PluginArchive(known, api, jars);
    }

    URL[] urls() {
        return jars.stream().map(PluginArchive::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has a URL: " + jar, e);
        }
    }
}
