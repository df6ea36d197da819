package dev.turbobench.core.config;

/**
 * How the cases of a matrix follow one another.
 *
 * @param order their order
 * @param sentinel the label of the case that is run at start, middle and end, {@link #FIRST} or {@link #NONE}
 * @param toolError whether the tool measures its own error before the first case
 */
public record ExecutionConfig(CaseOrder order, String sentinel, boolean toolError) {

    /** The case that runs first. */
    public static final String FIRST = "first";

    /** No case is repeated. */
    public static final String NONE = "none";

    /** The cases and nothing else. */
    public static final ExecutionConfig PLAIN = new ExecutionConfig(CaseOrder.MATRIX, NONE, false);
}
