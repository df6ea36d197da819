/**
 * Which blocks of the paged KV cache belong to whom (PagedAttention, arXiv 2309.06180). Only numbers: the memory behind
 * them is the backend's.
 */
@NullMarked
package dev.turbobench.engine.turbomind.cache;

import org.jspecify.annotations.NullMarked;
