package dev.turbobench.core.store;

import dev.turbobench.spi.engine.EngineInfo;
import dev.turbobench.spi.report.RunComparison.ComparedRun;
import dev.turbobench.spi.report.RunHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives runs short names that tell them apart: file or folder, where that is the same also machine and device. */
public final class RunLabels {

    private RunLabels() {}

    public static List<ComparedRun> of(List<StoredRun> runs) {
        Set<String> taken = new HashSet<>();
        List<ComparedRun> labelled = new ArrayList<>();
        for (StoredRun run : runs) {
            String name = fileName(run);
            long same =
                    runs.stream().filter(other -> fileName(other).equals(name)).count();
            String label = same == 1 ? name : "%s (%s)".formatted(name, machine(run.header()));
            String unique = label;
            for (int number = 2; !taken.add(unique); number++) {
                unique = "%s %d".formatted(label, number);
            }
            labelled.add(new ComparedRun(unique, run.content()));
        }
        return labelled;
    }

    private static String fileName(StoredRun run) {
        Path name = run.source().toAbsolutePath().normalize().getFileName();
        return name == null ? run.source().toString() : name.toString();
    }

    private static String machine(RunHeader header) {
        String host = header.environment().getOrDefault("host", "unknown host");
        EngineInfo info = header.engineInfo();
        if (info == null || info.deviceNames().isEmpty()) {
            return host;
        }
        String device = info.deviceNames().get(0);
        int ranks = info.deviceNames().size();
        return ranks == 1 ? "%s, %s".formatted(host, device) : "%s, %d x %s".formatted(host, ranks, device);
    }
}
