/**
 * Reads checkpoints in the safetensors format: one file or several, each a header of JSON followed by the values of its
 * tensors. Nothing that a file claims is believed before it has been compared with what is there.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format.safetensors;

import org.jspecify.annotations.NullMarked;
