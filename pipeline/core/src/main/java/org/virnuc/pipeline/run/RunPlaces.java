package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.sequences.InputFile;

/** Lists the files that a run reads and writes, so that conflicts are found before anything is changed. */
public final class RunPlaces {
    /** The advice to choose another run directory. */
    private static final String ELSEWHERE = "give another directory with `output`";

    private RunPlaces() {}

    /**
     * Adds the files that a run reads and the places in its directory that it writes.
     *
     * @param logName name of the program's log file in the run directory, if it writes one
     */
    public static void add(NamedFiles files, RunRequest request, Optional<String> logName) {
        add(files, request, logName, ELSEWHERE);
    }

    /** Adds a run whose directory is set by another field; {@code elsewhere} names it. */
    public static void add(NamedFiles files, RunRequest request, Optional<String> logName, String elsewhere) {
        addRead(files, request);
        Path directory = request.outputDirectory();
        request.embeddingCache()
                .map(EmbeddingCacheChoice::folder)
                .filter(folder -> !sameFile(folder, directory)) // reported with its own message
                .ifPresent(folder -> files.reads("the embedding cache", folder));
        request.baseline()
                .flatMap(run -> baseline(run, directory))
                .ifPresent(report -> files.reads("the baseline", report));
        checkNotWithin(directory, elsewhere);
        String own = "a file of the run directory " + directory;
        ResultLayout.ALL
                .names()
                .filter(name -> !name.equals(TelemetryFiles.ATTEMPTS_FOLDER))
                .forEach(name -> files.writes(own, directory.resolve(name), elsewhere));
        logName.ifPresent(name -> files.writes(own, directory.resolve(name), elsewhere));
        files.writes("the run directory", directory, elsewhere);
        files.owns(
                "the work folder of the run directory " + directory, directory.resolve(RunDirectory.WORK), elsewhere);
        files.owns(
                "the folder of earlier reports in the run directory " + directory,
                directory.resolve(TelemetryFiles.ATTEMPTS_FOLDER),
                elsewhere);
    }

    /** Rejects a directory within the folders of another run, which are removed without asking. */
    private static void checkNotWithin(Path directory, String elsewhere) {
        Path folder = realPath(directory);
        for (@Nullable Path above = folder.getParent(); above != null; above = folder.getParent()) {
            String name = folder.getFileName().toString();
            if ((name.equals(RunDirectory.WORK) || name.equals(TelemetryFiles.ATTEMPTS_FOLDER))
                    && Files.exists(above.resolve(RunFile.FILE_NAME))) {
                throw new UsageException(directory + " lies in the folder " + name + " of the run directory " + above
                        + ", so it would be removed with it; " + elsewhere);
            }
            folder = above;
        }
    }

    /** The path without links, as far as it exists. */
    private static Path realPath(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException notThere) {
            Path above = absolute.getParent();
            return above == null ? absolute : realPath(above).resolve(absolute.getFileName());
        }
    }

    /** Adds the files that a command without a run directory reads. */
    public static void addRead(NamedFiles files, RunRequest request) {
        for (Path input : request.inputs()) {
            if (input.equals(InputFile.STANDARD_INPUT)) {
                InputFile.standardInputFile().ifPresent(file -> files.reads("standard input", file));
            } else {
                files.reads("the input", input);
                inFolder(input).forEach(file -> files.reads("an input", file));
            }
        }
        ReadOptions reads = request.reads();
        reads.aligned().ifPresent(file -> files.reads("the file of `aligned`", file));
        reads.reference().ifPresent(file -> files.reads("the file of `reference`", file));
        request.results().confidence().calibration().ifPresent(file -> files.reads("the calibration", file));
        ModelChoice model = request.model();
        model.chunkHead().ifPresent(json -> {
            files.reads("the chunk head", json);
            files.reads("the numbers of the chunk head", ChunkHeadFiles.tensors(json));
        });
        Stream.of(model.dna(), model.protein(), model.head())
                .flatMap(Optional::stream)
                .filter(Files::exists) // otherwise it is a name
                .forEach(part -> addModel(files, part));
    }

    /** The files in a directory of inputs. */
    private static List<Path> inFolder(Path input) {
        List<Path> within = new ArrayList<>();
        if (Files.isDirectory(input)) {
            try (Stream<Path> all = Files.list(input)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    if (InputFile.isReadable(file)) {
                        within.add(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return within;
    }

    private static void addModel(NamedFiles files, Path part) {
        files.reads("a part of the model", part);
        if (Files.isDirectory(part)) {
            try (Stream<Path> within = Files.list(part)) {
                within.forEach(file -> files.reads("a part of the model", file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The report of the baseline. The report of the run directory itself is read before it is replaced, so it does not
     * conflict.
     */
    private static Optional<Path> baseline(Path run, Path directory) {
        Path report = Files.isDirectory(run) ? run.resolve(TelemetryFiles.JSON_FILE) : run;
        Path folder = report.toAbsolutePath().normalize().getParent();
        boolean own = sameFile(report, directory.resolve(TelemetryFiles.JSON_FILE))
                || (folder != null && sameFile(folder, directory.resolve(TelemetryFiles.ATTEMPTS_FOLDER)));
        return own ? Optional.empty() : Optional.of(report);
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
