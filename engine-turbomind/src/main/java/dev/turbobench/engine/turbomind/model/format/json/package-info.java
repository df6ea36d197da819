/**
 * JSON files that nobody vouches for: read within limits, with errors on one line that name the file and the key.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format.json;

import org.jspecify.annotations.NullMarked;
