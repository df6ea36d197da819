package dev.turbobench.core.plugin;

/** Puts a throwable with its causes on one line. */
final class Throwables {

    private static final int MAX_CAUSES = 5;

    private Throwables() {}

    static String line(Throwable throwable) {
        StringBuilder text = new StringBuilder(single(throwable));
        Throwable cause = throwable.getCause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            text.append("; caused by ").append(single(cause));
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static String single(Throwable throwable) {
        String message = throwable.getMessage();
        String name = throwable.getClass().getSimpleName();
        return message == null
                ? name
                : name + ": " + message.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
