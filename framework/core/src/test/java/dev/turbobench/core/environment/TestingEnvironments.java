package dev.turbobench.core.environment;

/** Creates captures for tests of other packages. */
public final class TestingEnvironments {

    private TestingEnvironments() {}

    public static EnvironmentCapture create() {
        return new EnvironmentCapture();
    }
}
