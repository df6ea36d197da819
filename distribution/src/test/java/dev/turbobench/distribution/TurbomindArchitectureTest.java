package dev.turbobench.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of the turbomind engine, from the face of the plugin down to the native libraries. */
@AnalyzeClasses(packages = "dev.turbobench.engine.turbomind", importOptions = DoNotIncludeTests.class)
class TurbomindArchitectureTest {

    private static final String ENGINE = "dev.turbobench.engine.turbomind";

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("face")
            .definedBy(ENGINE)
            .layer("runtime")
            .definedBy(ENGINE + ".runtime..")
            .layer("decoder")
            .definedBy(ENGINE + ".decoder..")
            .layer("schedule")
            .definedBy(ENGINE + ".schedule..")
            .layer("cache")
            .definedBy(ENGINE + ".cache..")
            .layer("sampling")
            .definedBy(ENGINE + ".sampling..")
            .layer("operator")
            .definedBy(ENGINE + ".operator..")
            .layer("communicate")
            .definedBy(ENGINE + ".communicate..")
            .layer("device")
            .definedBy(ENGINE + ".device..")
            .layer("natives")
            .definedBy(ENGINE + ".natives..")
            .layer("model")
            .definedBy(ENGINE + ".model..")
            .whereLayer("face")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("face")
            .whereLayer("decoder")
            .mayOnlyAccessLayers("operator", "communicate", "device", "model")
            .whereLayer("schedule")
            .mayOnlyAccessLayers("cache", "operator")
            .whereLayer("cache")
            .mayNotAccessAnyLayer()
            .whereLayer("sampling")
            .mayNotAccessAnyLayer()
            .whereLayer("operator")
            .mayOnlyAccessLayers("communicate", "sampling", "device", "natives", "model")
            .whereLayer("communicate")
            .mayOnlyAccessLayers("device", "natives")
            .whereLayer("device")
            .mayOnlyAccessLayers("natives", "model")
            .whereLayer("natives")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule ONLY_ONE_CLASS_CALLS_THE_DRIVER = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ENGINE + ".device.cuda.CudaDriver")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.lwjgl.cuda.CU");

    @ArchTest
    static final ArchRule ONLY_ONE_CLASS_CALLS_THE_COMPILER = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ENGINE + ".device.cuda.NvrtcCompiler")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.lwjgl.cuda.NVRTC");
}
