/**
 * Numbers and foreign text as text.
 */
@NullMarked
package dev.turbobench.reporters.text;

import org.jspecify.annotations.NullMarked;
