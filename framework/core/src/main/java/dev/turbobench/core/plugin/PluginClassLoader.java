package dev.turbobench.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plugin.
 *
 * <p>The parent is the platform loader: plugins do not see the application class path, nor each other. {@link
 * HostPackages} come from the host only, resources included. Calls that would end the process are redirected. Never closed: a plugin may have loaded native code.
 */
final class PluginClassLoader extends URLClassLoader {

    /** Names of loaders, as stack traces show them, are this and the id of the plugin. */
    static final String NAME_PREFIX = "plugin ";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String pluginId, URL[] jars, ClassLoader host) {
        super(NAME_PREFIX + pluginId, jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!HostPackages.containsClass(name)) {
            return super.loadClass(name, resolve);
        }
        return host.loadClass(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        URL file = findResource(name.replace('.', '/') + ".class");
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            JarURLConnection connection = (JarURLConnection) file.openConnection();
            byte[] code;
            try (InputStream in = connection.getInputStream()) {
                code = in.readAllBytes();
            }
            byte[] redirected = ExitCalls.redirect(code);
            if (redirected == code) {
                return super.findClass(name);
            }
            CodeSource source = new CodeSource(connection.getJarFileURL(), (Certificate[]) null);
            return defineClass(name, redirected, 0, redirected.length, source);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        return HostPackages.containsResource(name) ? host.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return HostPackages.containsResource(name) ? host.getResources(name) : super.getResources(name);
    }
}
