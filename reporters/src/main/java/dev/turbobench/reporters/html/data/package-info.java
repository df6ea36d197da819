/**
 * The results as the scripts of the page read them: everything that is shown, thinned to what a screen can show.
 */
@NullMarked
package dev.turbobench.reporters.html.data;

import org.jspecify.annotations.NullMarked;
