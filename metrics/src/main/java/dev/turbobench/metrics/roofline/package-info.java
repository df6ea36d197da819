/**
 * How far numbers are from what the model and the device allow: roofline, bandwidth and compute utilisation.
 */
@NullMarked
package dev.turbobench.metrics.roofline;

import org.jspecify.annotations.NullMarked;
