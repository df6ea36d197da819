package dev.turbobench.engine.turbomind.operator.host;

import dev.turbobench.engine.turbomind.operator.Parameter;

/**
 * Weights of the gated projection.
 *
 * @param gate [intermediate, hidden]
 * @param up [intermediate, hidden]
 */
record HostGateUp(HostMatrix gate, HostMatrix up) implements Parameter {}
