package org.virnuc.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.VirNucException;
import org.virnuc.pipeline.flow.Pipeline;

/** Which module may depend on which. */
class ModuleBordersTest {
    private static final String ROOT = "org.virnuc.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(
                    location -> !location.contains("-tests.jar")) // fixtures of other modules, once they are packed
            .importPackages("org.virnuc");

    /** A command-line option at the start of a text or of a word. */
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(?:--[a-z]|-o(?![\\w-]))");

    private static final List<String> MODULES = List.of(
            "files", "sequences", "telemetry", "models", "engine", "calling", "report", "pipeline", "training", "cli");

    /** How a file comes by its name, or by one of the system's choice. */
    private static final Set<String> RENAMES = Set.of(
            "Files.move",
            "Files.createTempFile",
            "StandardCopyOption.ATOMIC_MOVE",
            "File.renameTo",
            "File.createTempFile");

    /** A rule holds trivially for no classes, so this checks that the classes were found. */
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

    /**
     * Why something failed is said by {@code Reason}, in words: the name of an exception tells its reader nothing. Other names of classes
     * need a reason.
     */
    @Test
    void nobodyShowsTheNameOfAnException() {
        Set<String> found = new TreeSet<>();
        for (JavaClass owner : CLASSES) {
            for (JavaAccess<?> access : owner.getAccessesFromSelf()) {
                if (access.getTargetOwner().isEquivalentTo(Class.class)
                        && Set.of("getName", "getSimpleName", "getCanonicalName", "getTypeName")
                                .contains(access.getName())) {
                    found.add(owner.getName().substring(ROOT.length()));
                }
            }
        }
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "cli.Logs", // the name of a logger
                        "sequences.AlignmentFault", // for the stack trace, in place of a message with sequence in it
                        "telemetry.EventRecorder"); // which listener has missed events
    }

    /** Every package is a slice, regardless of its module. */
    @Test
    void noPackagesNeedEachOther() {
        holds(slices().matching("org.virnuc.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyModuleKnowsOnlyThoseBelowIt() {
        knowsNothingOf("files..", "sequences..", "telemetry..", "models..", "engine..");
        for (String module : List.of("files..", "sequences..", "telemetry..", "models..", "engine..")) {
            knowsNothingOf(module, "calling..", "report..", "pipeline..", "training..", "cli..");
        }
        knowsNothingOf("pipeline..", "training..");
        knowsNothingOf("engine..", "sequences..");
        knowsNothingOf("calling..", "report..", "pipeline..", "training..", "cli..", "telemetry..");
        knowsNothingOf("report..", "pipeline..", "training..", "cli..", "models..");
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

    /**
     * Whoever writes a file does so by {@code AtomicFile}; that others rename files or make some under a name of the system's choice needs
     * a reason. The exceptions are compared exactly, so that one that has become needless goes.
     */
    @Test
    void onlyFilesRenamesWhatIsWritten() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass owner : CLASSES) {
            for (JavaAccess<?> access : owner.getAccessesFromSelf()) {
                String what = access.getTargetOwner().getSimpleName() + "." + access.getName();
                if (RENAMES.contains(what) && !owner.getPackageName().equals(ROOT + "files")) {
                    found.computeIfAbsent(owner.getName().substring(ROOT.length()), name -> new TreeSet<>())
                            .add(what);
                }
            }
        }
        Map<String, Set<String>> allowed = new TreeMap<>();
        // a damaged database is put aside
        allowed.put("telemetry.history.HistoryCheck", Set.of("Files.move"));
        // a spooled file is claimed by the process that imports it
        allowed.put("telemetry.history.HistorySpool", Set.of("Files.move", "StandardCopyOption.ATOMIC_MOVE"));
        // a folder of damaged libraries goes in one step
        allowed.put("models.engine.NativeLibraries", Set.of("Files.move", "StandardCopyOption.ATOMIC_MOVE"));
        // a file of which only the owner counts
        allowed.put("telemetry.history.SqliteLibrary", Set.of("Files.createTempFile"));
        // files that no other process sees and that are gone at the end
        for (String scratch : List.of(
                "telemetry.child.ChildProcess",
                "models.checkpoint.TorchZip",
                "sequences.SequenceBuffer",
                "sequences.DuplicateFinder")) {
            allowed.put(scratch, Set.of("Files.createTempFile"));
        }
        assertThat(found).isEqualTo(allowed);
        assertThat(CLASSES.get(AtomicFile.class).getPackage().getClasses().stream()
                        .flatMap(c -> c.getAccessesFromSelf().stream())
                        .map(access -> access.getTargetOwner().getSimpleName() + "." + access.getName()))
                .as("what the only place does, as the scan sees it")
                .contains("Files.move", "StandardCopyOption.ATOMIC_MOVE");
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

    @Test
    void onlyTheCommandLineHasStandardStreams() {
        for (String stream : List.of("in", "out", "err")) {
            holds(noClasses()
                    .that()
                    .resideOutsideOfPackage("org.virnuc.cli..")
                    .should()
                    .accessField(System.class, stream));
        }
    }

    @Test
    void everyExceptionThatACallerMayCatchHasAKind() {
        holds(classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .and()
                .arePublic()
                .should()
                .beAssignableTo(VirNucException.class));
    }

    /** Messages to callers of the library name fields; see {@link OptionNames}. */
    @Test
    void onlyTheCommandLineNamesOptions() {
        assertThat(options(new ClassFileImporter().importClass(NamesOptions.class)))
                .containsExactlyInAnyOrder("--length is first", " (or --force)", "give another with -o");
        List<String> found = new ArrayList<>();
        CLASSES.stream()
                .filter(c -> !c.getPackageName().startsWith(ROOT + "cli"))
                .forEach(c -> options(c).forEach(text -> found.add(c.getSimpleName() + ": " + text)));
        assertThat(found)
                .allMatch(text ->
                        text.startsWith("NvidiaDriver: ") && text.contains("docker run --gpus all")) // another program
                .hasSize(3);
    }

    private static List<String> options(JavaClass c) {
        return ClassStrings.of(c).stream()
                .map(text -> text.replace("\u0001", "")) // where a concatenation puts a value
                .filter(text -> OPTION.matcher(text).find())
                .toList();
    }

    @SuppressWarnings("UnusedMethod") // its constants are looked at
    private static final class NamesOptions {
        String first() {
            return "--length is first";
        }

        String afterABracket(String text) {
            return text + " (or --force)";
        }

        String last(String text) {
            return "give another with -o" + text;
        }

        String none() {
            return "models--a--b, 1--x and minimap2 -a";
        }
    }

    /**
     * System properties belong to the host program: they change only while a native library is loaded, never when a
     * class is.
     */
    @Test
    void noLoadedClassChangesSystemProperties() {
        List<JavaAccess<?>> calls = CLASSES.stream()
                .filter(c -> !c.getPackageName().startsWith(ROOT + "cli"))
                .<JavaAccess<?>>flatMap(c ->
                        Stream.concat(c.getMethodCallsFromSelf().stream(), c.getMethodReferencesFromSelf().stream()))
                .filter(call -> call.getTargetOwner().isEquivalentTo(System.class))
                .filter(call -> List.of("setProperty", "setProperties", "clearProperty", "getProperties")
                        .contains(call.getName()))
                .toList();
        assertThat(calls.stream()
                        .map(call -> call.getOriginOwner().getSimpleName() + "."
                                + call.getOrigin().getName()))
                .containsOnly("NativeRuntime.setMissing", "NativeRuntime.loading", "SqliteLibrary.load");
        for (JavaClass c : CLASSES) {
            assertThat(c.getStaticInitializer().stream().flatMap(s -> s.getMethodCallsFromSelf().stream()))
                    .noneMatch(call -> List.of("NativeRuntime", "SqliteLibrary")
                            .contains(call.getTargetOwner().getSimpleName()));
        }
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
