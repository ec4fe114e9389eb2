package org.virnuc.models.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache on disk for results that are expensive to compute, such as hashes of large files. Each result has a file of
 * its own, named after its subject. The file's second line is the SHA-256 of subject and result; a file where it does
 * not match is ignored.
 */
public final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    /** A result is a hash or a word; a longer file was not written by this class. */
    private static final int LONGEST = 4096;

    private final Path folder;

    /** A cache in this folder, which is created when needed. */
    public Notes(Path folder) {
        this.folder = folder;
    }

    /** The cached result for a subject; empty if there is no readable file with a matching hash. */
    public Optional<String> read(String subject) throws IOException {
        Path note = file(subject);
        if (!Files.isReadable(note) || Files.size(note) > LONGEST) {
            return Optional.empty();
        }
        String[] lines = Files.readString(note, StandardCharsets.ISO_8859_1).split("\n", -1);
        return lines.length == 2 && lines[1].equals(seal(subject, lines[0])) ? Optional.of(lines[0]) : Optional.empty();
    }

    /**
     * Stores a result of one ASCII line. If it cannot be written, the result has to be computed again; nothing else is
     * lost.
     */
    public void write(String subject, String result) {
        Path note = file(subject);
        try {
            Files.createDirectories(folder);
            // not createTempFile, which makes files that only their owner can read: a cache may be shared
            Path temporary = folder.resolve("note-" + UUID.randomUUID() + ".tmp");
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(StandardCharsets.ISO_8859_1.encode(result + "\n" + seal(subject, result)));
            }
            Files.move(temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("{} cannot be written; its result will be computed again next time", note, e);
        }
    }

    /** The SHA-256 of a text, in hexadecimal. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Path file(String subject) {
        return folder.resolve(sha256(subject));
    }

    private static String seal(String subject, String result) {
        return sha256(subject + "\n\n" + result);
    }
}
