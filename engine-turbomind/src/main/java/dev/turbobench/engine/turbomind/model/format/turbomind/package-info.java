/**
 * The TurboMind workspace of LMDeploy 0.1: {@code triton_models/weights} with a {@code config.ini} and one raw file for
 * each tensor and rank, written and read.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model.format.turbomind;

import org.jspecify.annotations.NullMarked;
