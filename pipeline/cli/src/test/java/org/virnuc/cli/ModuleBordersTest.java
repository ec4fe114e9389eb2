package org.virnuc.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.pipeline.Pipeline;

/** Which module may know which. */
class ModuleBordersTest {
    private static final String ROOT = "org.virnuc.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.virnuc");

    /** The rules hold of no classes at all: they must have been found. */
    @Test
    void theScanFindsEveryModule() {
        for (String module : List.of("telemetry", "models", "pipeline")) {
            long found = CLASSES.stream()
                    .filter(c -> c.getPackageName().startsWith(ROOT + module))
                    .count();
            assertThat(found).as(module).isGreaterThan(20);
        }
        assertThat(CLASSES.size()).isGreaterThan(120);
        assertThat(CLASSES.contain(Pipeline.class)).isTrue();
        assertThat(CLASSES.contain(ModuleBordersTest.class)).as("tests").isFalse();
        assertThat(CLASSES.stream().filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("ai.djl"))))
                .as("classes that use DJL")
                .isNotEmpty();
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
        knowsNothingOf("pipeline.stages..", "telemetry..", "cli..", "pipeline.results..");
        holds(noClasses()
                .that()
                .resideInAPackage("org.virnuc.pipeline.stages..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("StageRunner")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("Checkpoint")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("RunDirectory")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j.."));
    }

    @Test
    void sequencesKnowNothingOfStages() {
        knowsNothingOf("sequences..", "pipeline.stages..", "telemetry..", "models..", "cli..");
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.virnuc.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.virnuc.cli.."));
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
