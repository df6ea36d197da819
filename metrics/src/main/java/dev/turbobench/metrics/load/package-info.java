/**
 * Time until an engine could take requests.
 */
@NullMarked
package dev.turbobench.metrics.load;

import org.jspecify.annotations.NullMarked;
