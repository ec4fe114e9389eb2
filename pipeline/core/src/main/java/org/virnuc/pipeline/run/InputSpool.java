package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;

/**
 * Reads the inputs of a run and computes digests of their content. An input that can be read only once (standard input,
 * a pipe) is first copied to the run directory, so that a rerun finds it.
 */
public final class InputSpool {
    private static final String FOLDER = "00-input";
    private static final int BEGINNING = 1 << 16;

    private final RunDirectory directory;
    private final InputStream standardInput;

    public InputSpool(RunDirectory directory, InputStream standardInput) {
        this.directory = directory;
        this.standardInput = standardInput;
    }

    /** One input: the given path, the file to read, and its SHA-256. */
    public record Entry(Path given, Path file, String sha256) {}

    /** Reads every input once. */
    public List<Entry> take(List<Path> inputs) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path input : inputs) {
            entries.add(take(input, false));
        }
        return entries;
    }

    /** Reads the FASTA file that CRAM reads are stored against, once. */
    Optional<Entry> reference(ReadOptions reads) throws IOException {
        return reads.reference().isEmpty()
                ? Optional.empty()
                : Optional.of(take(reads.reference().get(), false));
    }

    /** Reads the aligned reads, once. */
    Optional<Entry> aligned(ReadOptions reads) throws IOException {
        return reads.aligned().isEmpty()
                ? Optional.empty()
                : Optional.of(take(reads.aligned().get(), true));
    }

    /** Whether an input can be read only once, such as standard input or a pipe. */
    static boolean isReadOnce(Path input) {
        return input.equals(InputFile.STANDARD_INPUT)
                || (Files.exists(input) && !Files.isRegularFile(input) && !Files.isDirectory(input));
    }

    /** The entries as the input of chunking. Truncated files are read as far as they go. */
    public static Artifact<InputFiles> artifact(List<Entry> entries, Optional<Entry> reference) {
        return artifact(entries, reference, false);
    }

    /** The entries as the input of chunking. If {@code strict}, a truncated file is an error. */
    public static Artifact<InputFiles> artifact(List<Entry> entries, Optional<Entry> reference, boolean strict) {
        StringBuilder digests = new StringBuilder();
        entries.forEach(entry -> digests.append(entry.sha256()).append('\n'));
        reference.ifPresent(
                entry -> digests.append("reference ").append(entry.sha256()).append('\n'));
        if (strict) {
            digests.append("strict\n"); // content read without it was not checked
        }
        List<Path> files = entries.stream().map(Entry::file).toList();
        List<String> names =
                entries.stream().map(entry -> InputFile.name(entry.given())).toList();
        return new Artifact<>(
                new InputFiles(files, names, reference.map(Entry::file), strict), Digests.ofText(digests.toString()));
    }

    private Entry take(Path input, boolean aligned) throws IOException {
        if (input.equals(InputFile.STANDARD_INPUT)) {
            return spool(input, standardInput, aligned);
        }
        if (isReadOnce(input)) {
            try (InputStream pipe = Files.newInputStream(input)) {
                return spool(input, pipe, aligned);
            }
        }
        return new Entry(input, input, Files.isRegularFile(input) ? digest(input) : "");
    }

    private static String digest(Path input) throws IOException {
        try {
            return Digests.ofFile(input);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new InputException(input + ": cannot be read (permission denied); make it readable for this user", e);
        }
    }

    private Entry spool(Path given, InputStream source, boolean aligned) throws IOException {
        Path folder = Files.createDirectories(directory.work().resolve(FOLDER));
        Path arriving = folder.resolve("arriving");
        String[] sha256 = new String[1];
        try (AtomicFile file = AtomicFile.create(arriving, record -> sha256[0] = record.sha256())) {
            byte[] beginning = source.readNBytes(BEGINNING);
            InputFile.checkBeginning(InputFile.name(given), beginning, aligned); // the source may never end
            file.write(beginning);
            source.transferTo(file);
            file.commit();
        }
        Path kept = folder.resolve(sha256[0]);
        AtomicFile.adopt(arriving, kept);
        return new Entry(given, kept, sha256[0]);
    }
}
