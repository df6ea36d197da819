package dev.turbobench.core.plugin;

/** Thrown instead of ending the process. An error, so that handlers of exceptions do not take it for one of theirs. */
final class PluginExitError extends Error {

    private static final long serialVersionUID = 1L;

    PluginExitError(int status) {
        super("a plugin must not end the process, but this one asked for exit status " + status);
    }
}
