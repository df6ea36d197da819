/**
 * The settings of a run as immutable records, validated when they are built.
 *
 * <p>Each setting is looked for in a configuration file, in the environment and on the command line; later ones win, and
 * every value remembers where it came from. All that is wrong is reported at once.
 */
@NullMarked
package dev.turbobench.core.config;

import org.jspecify.annotations.NullMarked;
