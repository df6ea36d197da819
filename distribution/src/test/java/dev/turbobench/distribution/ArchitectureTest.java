package dev.turbobench.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.turbobench.spi.BenchmarkPlugin;
import dev.turbobench.spi.Experimental;
import dev.turbobench.spi.PluginIdentity;
import dev.turbobench.spi.Ticker;
import org.jspecify.annotations.NullMarked;

/** The walls between the modules and what no module does. */
@AnalyzeClasses(packages = "dev.turbobench", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SPI_NEEDS_ALMOST_NOTHING = classes()
            .that()
            .resideInAPackage("dev.turbobench.spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.turbobench.spi..", "org.slf4j", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule NOBODY_SEES_THE_CORE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turbobench.core..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.turbobench.core..");

    @ArchTest
    static final ArchRule GUICE_STAYS_IN_THE_CORE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turbobench.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

    @ArchTest
    static final ArchRule PLUGINS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "dev.turbobench.(engine|metrics|reporters)..")
            .should()
            .notDependOnEachOther();

    // The entry point of the API names everything below it, and a few types beside it are used from below.
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.turbobench.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    resideInAPackage("dev.turbobench.spi.."),
                    belongToAnyOf(Ticker.class, PluginIdentity.class, Experimental.class));

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turbobench.core.cli..")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_EXITS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turbobench.core.cli..")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule LOGGING_GOES_THROUGH_SLF4J = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule EXCEPTIONS_ARE_SPECIFIC = GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule STATICS_DO_NOT_CHANGE =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)");

    @ArchTest
    static final ArchRule PLUGINS_ARE_PUBLIC = classes()
            .that()
            .implement(BenchmarkPlugin.class)
            .should()
            .bePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PACKAGES_ARE_DESCRIBED_AND_NULL_MARKED = classes().should(resideInANullMarkedPackage());

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info.java has @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type.getPackage(), marked, "package " + type.getPackageName() + " is not null-marked"));
            }
        };
    }
}
