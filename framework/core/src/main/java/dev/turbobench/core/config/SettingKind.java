package dev.turbobench.core.config;

/** How the text of a setting is read. */
public enum SettingKind {
    /** One value, taken as it is. */
    TEXT(false),
    /** {@code true} or {@code false}; on the command line just the option. */
    FLAG(false),
    /** Whole numbers, separated by spaces or commas. */
    NUMBERS(true),
    /** Names or paths, separated by commas; on the command line the option can also be repeated. */
    WORDS(true);

    private final boolean list;

    SettingKind(boolean list) {
        this.list = list;
    }

    public boolean isList() {
        return list;
    }
}
