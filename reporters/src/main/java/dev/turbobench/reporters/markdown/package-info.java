/**
 * A table to paste into issues and chats, in the style of llama-bench.
 */
@NullMarked
package dev.turbobench.reporters.markdown;

import org.jspecify.annotations.NullMarked;
