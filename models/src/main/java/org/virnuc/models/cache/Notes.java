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
 * Results that are remembered between runs, each in a file of its own that is named by what the result is of. The second line
 * of a note is the SHA-256 of subject and result; a note without the right one counts as not there.
 */
public final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    /** A result is a hash or a word; a longer file is none of ours. */
    private static final int LONGEST = 4096;

    private final Path folder;

    /** Notes in this folder, which is made when needed. */
    public Notes(Path folder) {
        this.folder = folder;
    }

    /** The result of a subject; empty where there is no note that may be read and has the right hash. */
    public Optional<String> read(String subject) throws IOException {
        Path note = file(subject);
        if (!Files.isReadable(note) || Files.size(note) > LONGEST) {
            return Optional.empty();
        }
        String[] lines = Files.readString(note, StandardCharsets.ISO_8859_1).split("\n", -1);
        return lines.length == 2 && lines[1].equals(seal(subject, lines[0])) ? Optional.of(lines[0]) : Optional.empty();
    }

    /**
     * Remembers a result, of one line in ASCII. A note that cannot be written costs finding the result again, and nothing else.
     */
    public void write(String subject, String result) {
        Path note = file(subject);
        try {
            String text = result + "\n" + seal(subject, result);
            AtomicFile.writeShared(note, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            LOG.debug("{} cannot be written; what it would say is found again the next time", note, e);
        }
    }

    private Path file(String subject) {
        return folder.resolve(Digests.ofText(subject));
    }

    private static String seal(String subject, String result) {
        return Digests.ofText(subject + "\n\n" + result);
    }
}
