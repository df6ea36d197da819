package dev.turbobench.engine.turbomind.model.format.meta;

/** A pickle that is damaged or says more than what tensors there are. */
final class PickleException extends Exception {

    private static final long serialVersionUID = 1;

    PickleException(String message) {
        super(message);
    }
}
