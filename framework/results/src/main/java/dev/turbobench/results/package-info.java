/**
 * The results of runs as JSON: one document for each run, or lines while it goes on. Written and read here and nowhere
 * else.
 */
@NullMarked
package dev.turbobench.results;

import org.jspecify.annotations.NullMarked;
