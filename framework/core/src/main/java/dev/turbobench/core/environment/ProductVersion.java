package dev.turbobench.core.environment;

/** The version of TurboBench, from the manifest of its jar. */
public final class ProductVersion {

    private ProductVersion() {}

    public static String text() {
        String version = ProductVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
