package dev.turbobench.spi.option;

/** How the text of an option's value is read. */
public enum OptionType {
    STRING("text"),
    INTEGER("whole number"),
    DECIMAL("number"),
    BOOLEAN("true or false"),
    PATH("path");

    private final String description;

    OptionType(String description) {
        this.description = description;
    }

    /**
     * Get the words that error messages and help use for this type.
     *
     * @return a short description; never {@code null}
     */
    public String description() {
        return description;
    }
}
