/**
 * Records the events of a case without allocating and shows them to metrics as read-only views.
 */
@NullMarked
package dev.turbobench.core.record;

import org.jspecify.annotations.NullMarked;
