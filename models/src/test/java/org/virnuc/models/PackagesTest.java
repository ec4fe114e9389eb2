package org.virnuc.models;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virnuc.models.engine.NativeRuntime;

/** How the packages of this module depend on each other, and what they may do to the process that they run in. */
class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.virnuc.models");

    /** The rules hold of no classes at all: they must have been found. */
    @Test
    void theScanFindsEveryPackage() {
        assertThat(CLASSES.size()).isGreaterThan(150);
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .contains("org.virnuc.models", "org.virnuc.models.engine", "org.virnuc.models.family")
                .hasSizeGreaterThan(9);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().assignedFrom(new EveryPackage()).should().beFreeOfCycles().check(CLASSES);
    }

    /** A new family is a folder and a line in the list. */
    @Test
    void onlyTheListOfFamiliesNamesAFamily() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.virnuc.models.dnaberts", "org.virnuc.models.esm2", "org.virnuc.models.head")
                .and()
                .doNotHaveSimpleName("ModelFamilies")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.virnuc.models.dnaberts", "org.virnuc.models.esm2", "org.virnuc.models.head")
                .check(CLASSES);
    }

    /** And nobody when a class is loaded: a host has its own properties. */
    @Test
    void onlyTheNativeRuntimeChangesSystemProperties() {
        List<JavaMethodCall> calls = CLASSES.stream()
                .flatMap(c -> c.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(System.class))
                .filter(call -> List.of("setProperty", "setProperties", "clearProperty", "getProperties")
                        .contains(call.getName()))
                .toList();
        assertThat(calls).as("the rule would hold of no calls at all").isNotEmpty();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.getOriginOwner().getName()).isEqualTo(NativeRuntime.class.getName());
            assertThat(call.getOrigin().getName()).isIn("setMissing", "loading");
        });
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "a static initializer starts the native side",
                        call -> call.getOrigin().getName().equals("<clinit>")
                                && call.getTargetOwner().isEquivalentTo(NativeRuntime.class)))
                .check(CLASSES);
    }

    private static final class EveryPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "every package";
        }
    }
}
