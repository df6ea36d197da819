/**
 * Files that survive a crash: replaced as a whole, or appended row by row.
 */
@NullMarked
package dev.turbobench.reporters.file;

import org.jspecify.annotations.NullMarked;
