package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;

/** Rules for the packages of telemetry, for the test of each of its modules. */
public final class PackageRules {
    private static final Set<String> POSITIONAL =
            Set.of(RunReport.class.getName(), StageReport.class.getName(), ModelCall.class.getName());

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")) // the fixtures, once they are packed
            .importPackages("org.virnuc.telemetry");

    /** The scan has found these packages: rules about no classes hold always. */
    public PackageRules found(Package... expected) {
        for (Package one : expected) {
            assertThat(classes.stream().map(JavaClass::getPackageName)).contains(one.getName());
        }
        assertThat(classes.contain(PackageRules.class)).as("tests").isFalse();
        return this;
    }

    /** Reports and calls are built by naming their fields, not by their order, of which a swap would go unnoticed. */
    public PackageRules buildRecordsByName() {
        assertThat(classes.stream()
                        .flatMap(origin -> origin.getConstructorCallsFromSelf().stream())
                        .filter(call ->
                                POSITIONAL.contains(call.getTargetOwner().getName()))
                        .filter(call -> !call.getOriginOwner()
                                .getName()
                                .matches(call.getTargetOwner().getName() + "(\\$?Builder)?")))
                .isEmpty();
        return this;
    }

    /** No two packages, be it parent and child, need each other, neither directly nor by way of others. */
    public void formNoCircles() {
        SlicesRuleDefinition.slices()
                .matching("org.virnuc.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
