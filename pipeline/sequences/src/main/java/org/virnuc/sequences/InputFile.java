package org.virnuc.sequences;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.virnuc.files.Reason;

/**
 * Opens an input file or pipe and converts it to FASTA. {@link Compression} and {@link SequenceFormat} are recognised
 * by content, not by name. Every compressed member is read; damaged or truncated data causes an error and never ends
 * the input silently.
 */
public final class InputFile {
    /** Stands for standard input. The caller supplies the stream. */
    public static final Path STANDARD_INPUT = Path.of("-");

    /** What Java puts in place of bytes of a name that it cannot read. */
    private static final char UNREADABLE = '\ufffd';

    /** How addresses begin, as a path shows them: with one slash. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:https?|ftp|file|s3[an]?|gs|hdfs|webhdfs|viewfs|abfss?|wasbs?|az):/", Pattern.CASE_INSENSITIVE);

    private InputFile() {}

    /** Whether a path is an address, such as of a web server or an object store, which is not read. */
    public static boolean isAddress(Path path) {
        return ADDRESS.matcher(path.toString()).lookingAt();
    }

    /**
     * The file that the standard input of this process is redirected from, without links; empty if it is no file, or if the system
     * does not tell.
     */
    public static Optional<Path> standardInputFile() {
        try {
            Path file = Path.of("/dev/stdin").toRealPath();
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException noFile) {
            return Optional.empty();
        }
    }

    /** The input's name in messages. */
    public static String name(Path path) {
        return STANDARD_INPUT.equals(path) ? "standard input" : path.toString();
    }

    /**
     * Opens the content as FASTA.
     *
     * @param name the input's name in messages
     * @throws InputException if the input cannot be opened, is empty, or has another format; also while reading the
     *     stream, if the data is damaged
     */
    public static InputStream open(Path path, String name) throws IOException {
        return open(path, name, Optional.empty());
    }

    /** Opens the content as FASTA. CRAM reads are decoded against the FASTA file {@code reference}. */
    public static InputStream open(Path path, String name, Optional<Path> reference) throws IOException {
        return content(path, name, reference).in();
    }

    /**
     * Checks that a file, or every file of a directory, exists and is readable. The content is not checked.
     *
     * @throws InputException naming the file
     */
    public static void check(Path path) {
        String name = name(path);
        checkLink(path, name);
        if (!Files.exists(path)) {
            throw refused(name, new NoSuchFileException(name));
        }
        if (!Files.isReadable(path)) {
            throw refused(name, new AccessDeniedException(name));
        }
        if (Files.isDirectory(path)) {
            try {
                InputFolder.entries(path).forEach(InputFile::check);
            } catch (IOException e) {
                throw refused(name, e);
            }
        }
    }

    /**
     * Checks the first bytes of an input of which more is to come, such as of a pipe that might never end. Compressed
     * content that ends within these bytes is not checked.
     *
     * @param aligned whether aligned reads are expected
     * @throws InputException if no sequences can begin like that
     */
    public static void checkBeginning(String name, byte[] beginning, boolean aligned) throws IOException {
        InputContent content;
        try {
            content = InputContent.of(name, new ByteArrayInputStream(beginning));
        } catch (IOException | InputException damagedOrTooShort) {
            return; // reported with its reason when it is read
        }
        if (SequenceFormat.of(content.head()) != null
                || new String(content.head(), StandardCharsets.ISO_8859_1).isBlank()) {
            return;
        }
        if (aligned) {
            throw AlignedReads.notAligned(name);
        }
        asFasta(name, content, Optional.empty()); // says what else it is
        FastaContent first = FastaContent.of(new ByteArrayInputStream(content.head()), content);
        try (FastaReader reader = FastaReader.of(name, first)) {
            reader.next();
        }
    }

    /** Opens the content together with further facts about it. */
    static FastaContent content(Path path, String name, Optional<Path> reference) throws IOException {
        return from(path, name, raw -> asFasta(name, InputContent.of(name, raw), reference));
    }

    /** Opens the records of a BAM, CRAM or SAM file. */
    static Alignments openAligned(Path path, String name, Optional<Path> reference) throws IOException {
        return from(path, name, raw -> {
            PushbackInputStream in = new PushbackInputStream(raw);
            int first = in.read();
            if (first < 0) {
                throw new InputException(name + ": the file is empty; name a BAM, CRAM or SAM file");
            }
            in.unread(first);
            InputContent content = InputContent.of(name, in);
            SequenceFormat format = SequenceFormat.of(content.head());
            if (format == null || !format.isAlignments()) {
                throw AlignedReads.notAligned(name);
            }
            return Alignments.read(format, name, content.all(), reference, content::endsWhole);
        });
    }

    /** Whether the content looks like a supported format, judged by its first bytes. */
    public static boolean isReadable(Path path) throws IOException {
        String name = name(path);
        return (Files.size(path) > 0 || SequenceFormat.mayBeWithoutBytes(name))
                && from(path, name, raw -> {
                    try (InputStream all = raw) {
                        return SequenceFormat.of(
                                        name, InputContent.of(name, all).head())
                                != null;
                    }
                });
    }

    /** Decodes a stream; {@code name} is its name in messages. */
    static InputStream decode(String name, InputStream source) throws IOException {
        return asFasta(name, InputContent.of(name, source), Optional.empty()).in();
    }

    private static <T> T from(Path path, String name, Opening<T> opening) throws IOException {
        InputStream raw = openFile(path, name);
        try {
            return opening.open(raw);
        } catch (IOException | InputException e) {
            raw.close();
            throw e;
        }
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open(InputStream raw) throws IOException;
    }

    private static FastaContent asFasta(String name, InputContent content, Optional<Path> reference) {
        ForeignFormat foreign = ForeignFormat.of(content.head());
        if (foreign != null) {
            throw new InputException(
                    name + ", line 1: this is " + foreign.description() + ", not FASTA; " + foreign.advice());
        }
        SequenceFormat format = SequenceFormat.of(name, content.head());
        if (format == null || format == SequenceFormat.FASTA) {
            return FastaContent.of(content.all(), content); // any other file is rejected later with its line number
        }
        return switch (format) {
            case FASTQ -> FastaContent.of(new FastqStream(name, content.all()), content);
            case GENBANK -> FastaContent.of(new GenBankStream(name, content.all()), content);
            default ->
                FastaContent.of(
                        new ReadStream(Alignments.read(format, name, content.all(), reference, content::endsWhole)));
        };
    }

    /** Rejects a link to a missing target, such as content that was not fetched or was moved away. */
    private static void checkLink(Path path, String name) {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new InputException(name
                    + ": a link that leads to nothing; fetch or restore what it leads to (ls -l shows it), or remove"
                    + " the link");
        }
    }

    /** The one-line message for a file that cannot be opened or read. */
    static InputException refused(String name, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new InputException(name + missing(name), cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new InputException(name + ": no permission to read it; check with: ls -l", cause);
        }
        return new InputException(
                name + ": cannot be read (" + Reason.of(cause) + "); check the path and the disk", cause);
    }

    private static String missing(String name) {
        if (ADDRESS.matcher(name).lookingAt()) {
            return ": this is an address; download it, or name the file by its path";
        }
        return name.indexOf(UNREADABLE) < 0
                ? ": no such file; check the path"
                : ": no such file, or its name has bytes that are not UTF-8, which Java cannot open; check the path, or"
                        + " rename the file";
    }

    private static InputStream openFile(Path path, String name) {
        if (STANDARD_INPUT.equals(path)) {
            throw new InputException("standard input cannot be read here; write it to a file, and name that");
        }
        checkLink(path, name);
        if (Files.isDirectory(path)) {
            throw new InputException(name + ": this is a directory; name a file in it");
        }
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw refused(name, e);
        }
    }
}
