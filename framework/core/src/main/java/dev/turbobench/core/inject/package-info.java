/** Wires the objects of a command with Guice, once its configuration and the plugins are known. */
@NullMarked
package dev.turbobench.core.inject;

import org.jspecify.annotations.NullMarked;
