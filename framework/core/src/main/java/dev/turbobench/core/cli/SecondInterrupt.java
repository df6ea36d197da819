package dev.turbobench.core.cli;

import java.lang.reflect.Proxy;

/**
 * Makes the next Ctrl-C end the process at once.
 *
 * <p>The Java API has no signals, and the class behind them is named by reflection because compilers warn of it. Where it
 * is missing, a second Ctrl-C is ignored until the command has ended.
 */
final class SecondInterrupt {

    private static final int EXIT_INTERRUPTED = 130;

    private SecondInterrupt() {}

    static void endAtOnce() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halt = Proxy.newProxyInstance(
                    SecondInterrupt.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        Runtime.getRuntime().halt(EXIT_INTERRUPTED);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), halt);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Said above: the second Ctrl-C then does nothing.
            return;
        }
    }
}
