package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnuc.files.PublicApi;
import org.virnuc.pipeline.VirNuc;
import org.virnuc.pipeline.run.RunRequest;

/** The public API: what it mentions, how its types are made, and that the documentation lists it. */
class PublicApiTest {
    private static final int MOST_OF_ONE_TYPE = 2;
    private static final int ROOT_PARTS = 3;
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(
                    location -> !location.contains("-tests.jar")) // fixtures of other modules, once they are packed
            .importPackages("org.virnuc");

    private static final Pattern ROW = Pattern.compile("\\| `(org\\.virnuc[a-z.]*)` \\| (.*) \\|");
    private static final Pattern TYPE = Pattern.compile("`([A-Za-z.]+)`");

    @Test
    void theScanFindsIt() {
        assertThat(api()).contains(CLASSES.get(VirNuc.class), CLASSES.get(RunRequest.Builder.class));
        assertThat(api().size()).isGreaterThan(80);
    }

    @Test
    void mentionsOnlyItself() {
        Set<String> leaks = new TreeSet<>();
        for (JavaClass type : api()) {
            type.getSuperclass().ifPresent(parent -> leaks(type.getName(), parent, leaks));
            type.getInterfaces().forEach(parent -> leaks(type.getName(), parent, leaks));
            type.getMembers().stream().filter(PublicApiTest::isOpen).forEach(member -> {
                types(member).forEach(mentioned -> leaks(member.getFullName(), mentioned, leaks));
            });
        }
        assertThat(leaks)
                .as("mark the types with @PublicApi, or make the members package-private")
                .isEmpty();
    }

    /**
     * A swapped argument of the same type goes unnoticed. What a program makes has a builder or a factory; longer
     * constructors are those of records that VirNuc returns, and only their own modules call them.
     */
    @Test
    void nobodyCallsAConstructorWithManyParametersOfOneType() {
        Set<String> calls = new TreeSet<>();
        for (JavaClass type : api()) {
            type.getConstructors().stream()
                    .filter(PublicApiTest::isOpen)
                    .filter(constructor -> mostOfOneType(constructor) > MOST_OF_ONE_TYPE)
                    .flatMap(constructor -> constructor.getCallsOfSelf().stream())
                    .filter(call -> !module(call.getOriginOwner()).equals(module(type)))
                    .forEach(call -> calls.add(call.getDescription()));
        }
        assertThat(calls).as("give the type a builder or a named factory").isEmpty();
    }

    @Test
    void programsMakeRequestsByName() {
        for (Class<?> made : List.of(
                RunRequest.Builder.class,
                org.virnuc.calling.ResultOptions.class,
                org.virnuc.calling.confidence.ConfidenceOptions.class,
                org.virnuc.models.EncoderOptions.class,
                org.virnuc.pipeline.run.ReadOptions.class)) {
            assertThat(CLASSES.get(made).getConstructors().stream()
                            .filter(PublicApiTest::isOpen)
                            .mapToLong(PublicApiTest::mostOfOneType)
                            .max()
                            .orElse(0))
                    .as(made.getName())
                    .isLessThanOrEqualTo(MOST_OF_ONE_TYPE);
        }
    }

    @Test
    void theDocumentationListsItAll() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "..", "docs", "library.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                TYPE.matcher(row.group(2)).results().forEach(type -> listed.add(row.group(1) + "." + type.group(1)));
            }
        }
        Set<String> marked = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(PublicApi.class))
                .map(type -> type.getName().replace('$', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(marked);
    }

    /** The marked types and their public nested types. */
    private static List<JavaClass> api() {
        return CLASSES.stream().filter(PublicApiTest::isApi).toList();
    }

    private static boolean isApi(JavaClass type) {
        return type.isAnnotatedWith(PublicApi.class)
                || (isOpen(type.getModifiers())
                        && type.getEnclosingClass().filter(PublicApiTest::isApi).isPresent());
    }

    private static void leaks(String where, JavaType mentioned, Set<String> leaks) {
        for (JavaClass raw : mentioned.getAllInvolvedRawTypes()) {
            JavaClass type = raw.getBaseComponentType();
            if (type.getPackageName().startsWith("org.virnuc") && !isApi(type)) {
                leaks.add(where + " mentions " + type.getName());
            }
        }
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        if (member instanceof JavaCodeUnit unit) {
            return Stream.of(
                            Stream.of(unit.getReturnType()),
                            unit.getParameterTypes().stream(),
                            unit.getExceptionTypes().stream().map(JavaType.class::cast))
                    .flatMap(Function.identity());
        }
        return Stream.of();
    }

    private static boolean isOpen(JavaMember member) {
        return isOpen(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static long mostOfOneType(JavaConstructor constructor) {
        return constructor.getParameterTypes().stream()
                .collect(Collectors.groupingBy(JavaType::getName, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** The first part of a package's name below the common one, such as {@code telemetry}. */
    private static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        return parts.length < ROOT_PARTS ? "" : parts[ROOT_PARTS - 1];
    }
}
