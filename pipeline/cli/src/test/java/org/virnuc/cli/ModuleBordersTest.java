package org.virnuc.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.pipeline.flow.Pipeline;

/** Which module may know which. */
class ModuleBordersTest {
    private static final String ROOT = "org.virnuc.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.virnuc");

    private static final List<String> MODULES =
            List.of("files", "sequences", "telemetry", "models", "engine", "calling", "report", "pipeline", "cli");

    /** Rules hold of no classes at all, so that the classes must have been found. */
    @Test
    void theScanFindsEveryModule() {
        for (String module : MODULES) {
            long found = CLASSES.stream()
                    .filter(c -> c.getPackageName().startsWith(ROOT + module))
                    .count();
            assertThat(found).as(module).isGreaterThan(4);
        }
        assertThat(CLASSES.size()).isGreaterThan(500);
        assertThat(CLASSES.contain(Pipeline.class)).isTrue();
        assertThat(CLASSES.contain(ModuleBordersTest.class)).as("tests").isFalse();
        assertThat(CLASSES.stream().filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("ai.djl"))))
                .as("classes that use DJL")
                .isNotEmpty();
    }

    /** Every package is a slice of its own, whatever module it is in. */
    @Test
    void noPackagesNeedEachOther() {
        holds(slices().matching("org.virnuc.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyModuleKnowsOnlyThoseBelowIt() {
        knowsNothingOf("files..", "sequences..", "telemetry..", "models..", "engine..");
        for (String module : List.of("files..", "sequences..", "telemetry..", "models..", "engine..")) {
            knowsNothingOf(module, "calling..", "report..", "pipeline..", "cli..");
        }
        knowsNothingOf("engine..", "sequences..");
        knowsNothingOf("calling..", "report..", "pipeline..", "cli..", "telemetry..");
        knowsNothingOf("report..", "pipeline..", "cli..", "models..");
    }

    @Test
    void onlyTheEngineKnowsDjl() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.virnuc.models.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.."));
    }

    @Test
    void readsAndParquetAreEachOnePackagesBusiness() {
        onlyIn("org.virnuc.sequences..", "htsjdk..");
        onlyIn("org.virnuc.calling.parquet..", "org.apache.parquet..", "org.apache.hadoop..");
    }

    private static void onlyIn(String home, String... libraries) {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries));
    }

    @Test
    void telemetryKnowsNoOtherModule() {
        knowsNothingOf("telemetry..", "models..", "pipeline..", "data..");
    }

    @Test
    void modelsKnowNoOtherModule() {
        knowsNothingOf("models..", "telemetry..", "pipeline..");
    }

    @Test
    void stagesKnowNothingOfTelemetryResumeOrCommandLine() {
        knowsNothingOf(
                "pipeline.stages..",
                "telemetry..",
                "engine.run..",
                "engine.resume..",
                "pipeline.run..",
                "pipeline.flow..");
        holds(noClasses()
                .that()
                .resideInAPackage("org.virnuc.pipeline.stages..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j.."));
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        onlyIn("org.virnuc.cli..", "picocli..", "ch.qos.logback..");
        onlyIn("org.virnuc.cli..", "org.virnuc.cli..");
    }

    private static void knowsNothingOf(String module, String... others) {
        for (String other : others) {
            holds(noClasses()
                    .that()
                    .resideInAPackage(ROOT + module)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + other));
        }
    }

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }
}
