package dev.turbobench.engine.turbomind.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests that need a GPU. They have a process of their own: the others load a driver that is not one. */
public final class GpuChecks {

    private GpuChecks() {}

    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("dev.turbobench.engine.turbomind"))
                .filters(TagFilter.includeTags("gpu"))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        listener.getSummary().printFailuresTo(out);
        listener.getSummary().printTo(out);
        boolean good = listener.getSummary().getTotalFailureCount() == 0
                && listener.getSummary().getTestsSucceededCount() > 0;
        System.exit(good ? 0 : 1);
    }
}
