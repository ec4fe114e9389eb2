package org.virnuc.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virnuc.cli.Main;
import org.virnuc.cli.WorkerSetup;

/** Spark is this module's business alone, and the module uses of the command line what was made for it. */
class SparkBordersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.virnuc");

    @Test
    void theScanFindsTheProgramAndTheJob() {
        assertThat(CLASSES.contain(PredictJob.class)).isTrue();
        assertThat(CLASSES.contain(Main.class)).isTrue();
        assertThat(CLASSES.size()).isGreaterThan(500);
        assertThat(CLASSES.stream()
                        .filter(c -> c.getPackageName().equals("org.virnuc.spark"))
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .map(d -> d.getTargetClass().getPackageName()))
                .contains("org.apache.spark");
    }

    @Test
    void nobodyElseKnowsSpark() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.virnuc.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "org.virnuc.spark.."));
        holds(slices().matching("org.virnuc.(**)").should().beFreeOfCycles());
    }

    /** No shuffle of sequences, no SQL. */
    @Test
    void onlyTheCoreOfSparkIsUsed() {
        holds(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark.sql..", "org.apache.spark.rdd..", "org.apache.spark.util.."));
    }

    @Test
    void ofTheCommandLineOnlyItsTwoDoorsAreUsed() {
        Set<Class<?>> doors = Set.of(Main.class, WorkerSetup.class);
        Set<String> used = CLASSES.stream()
                .filter(c -> c.getPackageName().equals("org.virnuc.spark"))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(d -> d.getTargetClass())
                .filter(c -> c.getPackageName().equals("org.virnuc.cli"))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(used).isEqualTo(doors.stream().map(Class::getName).collect(Collectors.toSet()));
    }

    @Test
    void neitherStandardStreamsNorRenamesNorOtherPeoplesLoggers() {
        for (String stream : Set.of("in", "out", "err")) {
            holds(inSpark().accessField(System.class, stream));
        }
        holds(inSpark().dependOnClassesThat().resideInAnyPackage("picocli..", "ch.qos.logback.."));
        holds(inSpark().callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class));
    }

    private static ClassesShould inSpark() {
        return noClasses().that().resideInAPackage("org.virnuc.spark..").should();
    }

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }
}
