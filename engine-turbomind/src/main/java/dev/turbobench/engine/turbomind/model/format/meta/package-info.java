/**
 * Reads checkpoints as Meta publishes them: {@code params.json} and {@code consolidated.NN.pth}. These are zip archives
 * with a pickle inside, a language that can run any code; what is read here is only the part of it that describes tensors.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format.meta;

import org.jspecify.annotations.NullMarked;
