package dev.turbobench.spi.command;

/** Where a command talks to its user. Plugins never write to the standard streams themselves. */
public interface Console {

    /**
     * Print a line of the command's result on standard output.
     *
     * @param text one line without a line break; never {@code null}
     */
    void line(String text);

    /**
     * Print a warning, apart from the result.
     *
     * @param text one line without a line break; never {@code null}
     */
    void warning(String text);

    /**
     * Tell how far long work has come. May be called often: the console decides what it shows.
     *
     * @param label what is being done, a few words; never {@code null}
     * @param done how much is done, in any unit
     * @param total how much there is to do, in the same unit; the work is finished when {@code done} reaches it
     */
    void progress(String label, long done, long total);
}
