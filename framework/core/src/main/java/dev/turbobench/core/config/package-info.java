/**
 * The settings of a run as immutable records, validated when they are built.
 */
@NullMarked
package dev.turbobench.core.config;

import org.jspecify.annotations.NullMarked;
