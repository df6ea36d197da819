package dev.turbobench.core.plugin;

/** Where calls of plugins that would end the process arrive. Public because the code of plugins calls it. */
@SuppressWarnings("DoNotCallSuggester") // plugins that contain such calls must load
public final class ForbiddenExit {

    private ForbiddenExit() {}

    /** Stands for {@link System#exit}. */
    public static void exit(int status) {
        throw new PluginExitError(status);
    }

    /** Stands for {@link Runtime#exit} and {@link Runtime#halt}. */
    public static void exit(Runtime runtime, int status) {
        throw new PluginExitError(status);
    }
}
