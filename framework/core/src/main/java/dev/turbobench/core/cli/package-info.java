/**
 * The command line: parses, calls the rest and shows the outcome.
 *
 * <p>The only package that writes to the standard streams; its {@link dev.turbobench.core.cli.TurboBench} is the only
 * class that ends the process.
 */
@NullMarked
package dev.turbobench.core.cli;

import org.jspecify.annotations.NullMarked;
