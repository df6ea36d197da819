/**
 * The verdicts as JUnit XML, which continuous integration systems show as tests.
 */
@NullMarked
package dev.turbobench.reporters.junit;

import org.jspecify.annotations.NullMarked;
