/**
 * Which metrics tables for people show, and how.
 */
@NullMarked
package dev.turbobench.reporters.table;

import org.jspecify.annotations.NullMarked;
