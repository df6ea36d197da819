package dev.turbobench.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of the plugin API, {@code major.minor}.
 *
 * <p>A plugin declares the version it was compiled against in the manifest header {@code Bench-Api-Version}.
 *
 * @param major changes when existing plugins must change
 * @param minor changes when something was added that existing plugins need not know
 */
public record ApiVersion(int major, int minor) {

    /** The version of the API in this artifact. */
    public static final ApiVersion CURRENT = new ApiVersion(1, 0);

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    public ApiVersion {
        if (major < 0 || minor < 0) {
            throw new IllegalArgumentException("API version must not be negative: %d.%d".formatted(major, minor));
        }
    }

    /**
     * Parse {@code major.minor}.
     *
     * @param text the text; never {@code null}
     * @return the version; never {@code null}
     * @throws IllegalArgumentException if the text has another form
     */
    public static ApiVersion parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected an API version such as 1.0, found \"%s\"".formatted(text));
        }
        return new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * Tell whether a host with this version can run a plugin compiled against another.
     *
     * @param plugin the plugin's version; never {@code null}
     * @return true if the majors are equal and the plugin's minor is not newer than this one
     */
    public boolean accepts(ApiVersion plugin) {
        return major == plugin.major && plugin.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
