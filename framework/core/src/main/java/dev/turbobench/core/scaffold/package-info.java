/** Makes projects from templates for those who write plugins. */
@NullMarked
package dev.turbobench.core.scaffold;

import org.jspecify.annotations.NullMarked;
