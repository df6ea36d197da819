package dev.turbobench.core.inject;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.turbobench.core.component.Components;
import dev.turbobench.core.config.RunConfig;
import dev.turbobench.core.generate.GenerateRunner;
import dev.turbobench.core.plan.PlanRunner;
import dev.turbobench.core.plugin.PluginCatalog;
import dev.turbobench.core.run.BenchmarkRunner;
import dev.turbobench.core.run.RunListener;

/** The only place that creates an injector. */
public final class MainInjector {

    private MainInjector() {}

    public static BenchmarkRunner benchmarkRunner(RunConfig config, PluginCatalog catalog, RunListener listener) {
        return create(new PluginCatalogModule(catalog), new TimeModule(), new RunModule(config, listener))
                .getInstance(BenchmarkRunner.class);
    }

    public static GenerateRunner generateRunner(PluginCatalog catalog) {
        return create(new PluginCatalogModule(catalog), new TimeModule(), new GenerateModule())
                .getInstance(GenerateRunner.class);
    }

    /** Get the components of the loaded plugins, for a command that runs nothing. */
    public static Components components(PluginCatalog catalog) {
        return create(new PluginCatalogModule(catalog)).getInstance(Components.class);
    }

    public static PlanRunner planRunner(PluginCatalog catalog) {
        return create(new PluginCatalogModule(catalog), new TimeModule(), new PlanModule())
                .getInstance(PlanRunner.class);
    }

    /** Create an injector with everything turned off that binds or matches by guessing. */
    private static Injector create(Module... modules) {
        Module strict = MainInjector::requireStrictness;
        return Guice.createInjector(Stage.PRODUCTION, concat(strict, modules));
    }

    private static void requireStrictness(Binder binder) {
        binder.requireExplicitBindings();
        binder.requireAtInjectOnConstructors();
        binder.requireExactBindingAnnotations();
        binder.disableCircularProxies();
    }

    private static Module[] concat(Module first, Module... others) {
        Module[] all = new Module[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
