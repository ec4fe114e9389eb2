package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of a job, and of the run on one machine that it is compared with. */
final class JobResults {
    private JobResults() {}

    /** The command that starts the program, without its arguments. */
    static List<String> program() {
        String app = Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app");
        return List.of(java(), "-Xmx1g", "-jar", Path.of(app).toAbsolutePath().toString());
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The results of {@code virnuc predict} on this machine alone. */
    static Map<String, byte[]> ofPlainRun(Path folder, List<String> arguments)
            throws IOException, InterruptedException {
        return ofPlainRun(folder, Map.of(), arguments);
    }

    /** The results of {@code virnuc predict} on this machine alone, with some variables. */
    static Map<String, byte[]> ofPlainRun(Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        Path out = Path.of(arguments.get(arguments.indexOf("-o") + 1));
        List<String> command = new ArrayList<>(program());
        command.add("predict");
        command.addAll(arguments);
        Path log = folder.resolve(out.getFileName() + ".log");
        try (ChildProcess predict = ChildProcess.start(log, environment, command)) {
            assertThat(predict.end()).as(predict.text()).isZero();
        }
        return of(out);
    }

    /** All results; what is about the run itself, its time and its place has another content in every run. */
    static Map<String, byte[]> of(Path out) throws IOException {
        Map<String, byte[]> results = new HashMap<>();
        for (Path file : list(out)) {
            String name = file.getFileName().toString();
            boolean result = name.endsWith(".tsv") || name.endsWith(".txt") || name.endsWith(".fasta");
            if (result && Files.isRegularFile(file)) {
                results.put(name, Files.readAllBytes(file));
            }
        }
        assertThat(results).containsKeys("prediction_results.txt", "sequences.tsv", "confidence.tsv");
        return results;
    }

    static void same(Path out, Map<String, byte[]> expected) throws IOException {
        Map<String, byte[]> found = of(out);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }

    /** The number of shards of a job's plan. */
    static int shards(Path out) throws IOException {
        String plan = Files.readString(out.resolve("plan.json"));
        return Integer.parseInt(plan.replaceAll("(?s).*\"shards\" : ([0-9]+).*", "$1"));
    }

    static List<Path> list(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.toList();
        } catch (UncheckedIOException | NoSuchFileException goneMeanwhile) {
            return List.of();
        }
    }
}
