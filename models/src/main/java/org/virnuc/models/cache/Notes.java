package org.virnuc.models.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;

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
            String text = result + "\n" + seal(subject, result);
            AtomicFile.writeShared(note, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            LOG.debug("{} cannot be written; its result will be computed again next time", note, e);
        }
    }

    private Path file(String subject) {
        return folder.resolve(Digests.ofText(subject));
    }

    private static String seal(String subject, String result) {
        return Digests.ofText(subject + "\n\n" + result);
    }
}
