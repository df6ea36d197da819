package dev.turbobench.engine.turbomind.operator;

/**
 * Weights of one operator on a device, in the layout that the device wants, biases included. Only the backend that
 * loaded it can look inside.
 */
public interface Parameter {}
