/**
 * The part of a model that one rank of a tensor-parallel group holds (Megatron-LM, arXiv 1909.08053): output features of the
 * first layer of each pair, input features of the second, so that a pair needs one sum over all ranks.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.shard;

import org.jspecify.annotations.NullMarked;
