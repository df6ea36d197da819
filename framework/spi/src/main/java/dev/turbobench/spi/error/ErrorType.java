package dev.turbobench.spi.error;

/** Who can do something about an error; decides the exit code of the command. */
public enum ErrorType {
    /** Wrong usage, configuration or input file. */
    USER(2),
    /** A plugin could not be loaded or broke its contract. */
    PLUGIN(3),
    /** The machine lacks what the run needs: device, driver, library, permission. */
    ENVIRONMENT(4),
    /** Memory or disk space was exhausted. */
    RESOURCES(4),
    /** A defect of TurboBench or of a plugin. */
    INTERNAL(70);

    private final int exitCode;

    ErrorType(int exitCode) {
        this.exitCode = exitCode;
    }

    /**
     * Get the exit code of a command that ends with an error of this type.
     *
     * @return the process exit code
     */
    public int exitCode() {
        return exitCode;
    }
}
