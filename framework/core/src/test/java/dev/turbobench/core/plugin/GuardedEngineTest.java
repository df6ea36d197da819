package dev.turbobench.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.spi.engine.Engine;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GuardedEngineTest {

    /** A default method that is not overridden would hide what the plugin made of it. */
    @Test
    void passesOnEveryCall() {
        assertThat(Engine.class.getMethods())
                .extracting(Method::getName)
                .isSubsetOf(Arrays.stream(GuardedEngine.class.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
    }
}
