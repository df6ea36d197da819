package dev.turbobench.tck;

/**
 * One thing that the contract demands.
 *
 * @param id short stable name, for example {@code exact-counts}
 * @param description what is demanded, as a sentence
 * @param body finds out; returns if the demand is met
 */
public record Check(String id, String description, Body body) {

    /** Finds out whether a demand is met. */
    @FunctionalInterface
    public interface Body {

        /**
         * Find out.
         *
         * @throws SkippedException if it cannot be found out here
         * @throws Exception if the demand is not met, or the component throws
         */
        void run() throws Exception;
    }
}
