package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.virnuc.files.Digests;
import org.virnuc.models.ModelException;
import org.virnuc.models.cache.FileIdentity;
import org.virnuc.models.cache.Notes;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.hub.HubCache;

/**
 * Computes the SHA-256 of model files. Digests of large files are remembered by the file's identity, so that a resumed
 * run does not read gigabytes again; a file with a new identity is read completely.
 */
final class HashNotes {
    /** Size from which a digest is remembered: hashing takes 100 ms per megabyte in a JVM that has just started. */
    private static final long BIG = 64L << 10;

    private final Notes notes;
    /** Digests by file identity, for the lifetime of the process, even if they cannot be written to the cache. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Remembers digests in this folder, which is created when needed. */
    HashNotes(Path memory) {
        this.notes = new Notes(memory);
    }

    /**
     * One digest over everything that determines a part's results: the digests of its weights, config and tokenizer.
     */
    String of(ModelFiles files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path weights : files.weightFiles()) {
            lines.append("weights ").append(ofFile(weights)).append('\n');
        }
        for (Path file : List.of(files.config(), files.tokenizer())) {
            if (Files.exists(file)) {
                lines.append(file.getFileName())
                        .append(' ')
                        .append(ofFile(file))
                        .append('\n');
            }
        }
        return Digests.ofText(lines.toString());
    }

    /**
     * The SHA-256 of a file.
     *
     * @throws ModelException if it belongs to the hub's cache and its hash is not the one in its name
     */
    String ofFile(Path file) throws IOException {
        String digest = ofFile(Checksum.Kind.SHA256, file);
        Optional<Checksum> named = HubCache.checksum(file);
        if (named.isPresent()) {
            Checksum expected = named.get();
            String found = expected.kind() == Checksum.Kind.SHA256 ? digest : ofFile(expected.kind(), file);
            if (!found.equals(expected.hex())) {
                throw new ModelException(file + " has " + expected.kind().word() + " " + found + ", expected "
                        + expected.hex() + ", its name in the hub's cache; it is damaged, pull the model again");
            }
        }
        return digest;
    }

    /** A hash of a file. */
    String ofFile(Checksum.Kind kind, Path file) throws IOException {
        if (Files.size(file) < BIG) {
            return Checksum.of(kind, file);
        }
        String identity = FileIdentity.of(file) + "\n" + kind;
        String remembered = known.get(identity);
        if (remembered != null) {
            return remembered;
        }
        Optional<String> noted = notes.read(identity)
                .flatMap(Checksum::parse)
                .filter(hash -> hash.kind() == kind)
                .map(Checksum::hex);
        String digest = noted.isPresent() ? noted.get() : Checksum.of(kind, file);
        if (noted.isEmpty()) {
            notes.write(identity, digest);
        }
        known.put(identity, digest);
        return digest;
    }
}
