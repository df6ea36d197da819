/**
 * Access to the components that the loaded plugins provide.
 */
@NullMarked
package dev.turbobench.core.component;

import org.jspecify.annotations.NullMarked;
