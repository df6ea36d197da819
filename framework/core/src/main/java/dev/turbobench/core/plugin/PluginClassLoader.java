package dev.turbobench.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plugin.
 *
 * <p>The parent is the platform loader: plugins do not see the application class path, nor each other. {@link
 * HostPackages} come from the host only, resources included. Never closed: a plugin may have loaded native code.
 */
final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String pluginId, URL[] jars, ClassLoader host) {
        super("plugin " + pluginId, jars, ClassLoader.getPlatformClassLoader());
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
    public @Nullable URL getResource(String name) {
        return HostPackages.containsResource(name) ? host.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return HostPackages.containsResource(name) ? host.getResources(name) : super.getResources(name);
    }
}
