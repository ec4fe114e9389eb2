package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with a {@code module-info} uses VirNuc as docs/library.md says: VirNuc's jars on the module path, all others on the class path. */
class ModulePathIT {
    private static final String MODULE =
            """
            module finds.viruses {
                requires org.virnuc.calling;
                requires org.virnuc.models;
                requires org.virnuc.pipeline;
            }
            """;

    private static final String PROGRAM =
            """
            package finds.viruses;

            import java.nio.file.Path;
            import org.virnuc.calling.RecordResult;
            import org.virnuc.models.DeviceChoice;
            import org.virnuc.pipeline.VirNuc;
            import org.virnuc.pipeline.run.RunRequest;

            public final class Main {
                public static void main(String[] paths) throws Exception {
                    try (VirNuc virnuc = VirNuc.open(Path.of(paths[2]));
                            var records = virnuc.run(RunRequest.of(Path.of(paths[0])).into(Path.of(paths[1])).build())
                                    .records()) {
                        records.map(RecordResult::id).forEach(System.out::println);
                    }
                    System.out.println(VirNuc.class.getModule().getName() + " in " + DeviceChoice.class.getModule().getName());
                }
            }
            """;

    private final Path libraries = Path.of(Objects.requireNonNull(System.getProperty("virnuc.app")))
            .toAbsolutePath()
            .resolveSibling("lib");

    @Test
    void aModularProgramRunsTheStages(@TempDir Path folder) throws Exception {
        String ours = jars(name -> name.startsWith("virnuc-"));
        String others = jars(name -> !name.startsWith("virnuc-"));
        Path sources = Files.createDirectories(folder.resolve("finds/viruses"));
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path program = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-p",
                        ours,
                        "-cp",
                        others,
                        module.toString(),
                        program.toString());
        assertThat(compiled).isZero();

        Path input = Files.writeString(
                folder.resolve("in.fa"), ">first\nATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA\n");
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-p",
                        ours + File.pathSeparator + classes,
                        "-cp",
                        others,
                        "-m",
                        "finds.viruses/finds.viruses.Main",
                        input.toString(),
                        folder.resolve("run").toString(),
                        Path.of("target", "virnuc-cache").toAbsolutePath().toString()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        assertThat(code).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out)).contains("first\n").endsWith("org.virnuc.pipeline in org.virnuc.models\n");
    }

    /** Why VirNuc has no {@code module-info}: a named module would need these on the module path. When this fails, try again. */
    @Test
    void aLibraryThatVirNucNeedsIsNoModule() throws IOException {
        Path[] torch;
        try (Stream<Path> all = Files.list(libraries)) {
            torch = all.filter(jar -> jar.getFileName().toString().startsWith("pytorch-native-"))
                    .toArray(Path[]::new);
        }
        assertThat(torch).isNotEmpty();
        assertThatThrownBy(() -> ModuleFinder.of(torch).findAll())
                .isInstanceOf(FindException.class)
                .hasMessageContaining("Unable to derive module descriptor");
    }

    private String jars(Predicate<String> wanted) {
        try (Stream<Path> all = Files.list(libraries)) {
            return all.filter(jar -> wanted.test(jar.getFileName().toString()))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
