/**
 * Reads models as Hugging Face transformers stores them: a folder with {@code config.json} and safetensors files.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format.huggingface;

import org.jspecify.annotations.NullMarked;
