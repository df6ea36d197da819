package dev.turbobench.core.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "turbobench %s".formatted(version == null ? "(not from a jar)" : version),
            "Java %s, %s %s".formatted(Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
        };
    }
}
