/**
 * The loop that ties scheduler, decoder and device together and tells the requests what happens to them. ENGINE.md in the
 * module's folder is its contract.
 */
@NullMarked
package dev.turbobench.engine.turbomind.runtime;

import org.jspecify.annotations.NullMarked;
