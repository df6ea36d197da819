/**
 * One JSON document for each run, and JSON Lines while it runs.
 */
@NullMarked
package dev.turbobench.reporters.json;

import org.jspecify.annotations.NullMarked;
