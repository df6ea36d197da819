package dev.turbobench.spi;

/**
 * Which plugin a component came from, as reports print it.
 *
 * @param id the value of the manifest header {@code Bench-Plugin-Id}
 * @param version the value of the manifest header {@code Bench-Plugin-Version}
 * @param location the folder or jar it was loaded from
 * @param sha256 hash over its jars, lower-case hexadecimal
 * @param conformance what the conformance kit found in exactly these jars, on one line; empty if that is not known
 */
public record PluginIdentity(String id, String version, String location, String sha256, String conformance) {

    /**
     * Create an identity of which no conformance is known.
     *
     * @param id the value of the manifest header {@code Bench-Plugin-Id}
     * @param version the value of the manifest header {@code Bench-Plugin-Version}
     * @param location the folder or jar it was loaded from
     * @param sha256 hash over its jars, lower-case hexadecimal
     */
    public PluginIdentity(String id, String version, String location, String sha256) {
        this(id, version, location, sha256, "");
    }
}
