/**
 * Finds, checks and loads plugins.
 *
 * <p>A plugin is a folder of jars or a single jar. Everything that can be known without running its code is checked
 * first; each plugin then gets a class loader of its own. The result is an immutable {@link
 * dev.turbobench.core.plugin.PluginCatalog} that also holds what was rejected and why.
 */
@NullMarked
package dev.turbobench.core.plugin;

import org.jspecify.annotations.NullMarked;
