/**
 * One HTML file with everything in it: it loads nothing, and text from outside cannot act in it.
 */
@NullMarked
package dev.turbobench.reporters.html;

import org.jspecify.annotations.NullMarked;
