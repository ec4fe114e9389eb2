package org.virnuc.models.store;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.hub.Checksum;

/**
 * SHA-256 of model files. Those of big files are remembered under path, size and time of change, so that a resumed run does
 * not read gigabytes.
 */
final class Digests {
    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    /** Hashing takes a cold JVM 100 ms a megabyte. */
    private static final long BIG = 64L << 10;

    private final Path memory;

    /** Digests remembered in this folder, which is made when needed. */
    Digests(Path memory) {
        this.memory = memory;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** One digest over everything that decides a part's results: the digests of weights, config and tokenizer. */
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
        return hex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The SHA-256 of a file. */
    String ofFile(Path file) throws IOException {
        return ofFile(Checksum.Kind.SHA256, file);
    }

    /** A hash of a file. */
    String ofFile(Checksum.Kind kind, Path file) throws IOException {
        long size = Files.size(file);
        if (size < BIG) {
            return Checksum.of(kind, file);
        }
        String identity = file.toRealPath() + "\n" + size + "\n" + Files.getLastModifiedTime(file)
                + (kind == Checksum.Kind.SHA256 ? "" : "\n" + kind);
        Path note = memory.resolve(hex(sha256().digest(identity.getBytes(StandardCharsets.UTF_8))));
        Optional<String> known = noted(note, kind);
        if (known.isPresent()) {
            return known.get();
        }
        String digest = Checksum.of(kind, file);
        try {
            note(note, digest);
        } catch (IOException e) {
            LOG.debug("{} cannot be written; the file is hashed again the next time", note, e);
        }
        return digest;
    }

    /** With the permissions that any new file has: a cache may be shared. */
    private void note(Path note, String digest) throws IOException {
        Files.createDirectories(memory);
        Path temporary = memory.resolve("digest-" + UUID.randomUUID() + ".tmp");
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.US_ASCII.encode(digest));
            out.force(true); // a name without its content would be a wrong digest after a loss of power
        }
        Files.move(temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a note says; empty where there is none that may be read, or what it says is no such hash. */
    private static Optional<String> noted(Path note, Checksum.Kind kind) throws IOException {
        if (!Files.isReadable(note)) {
            return Optional.empty();
        }
        String text = Files.readString(note, StandardCharsets.ISO_8859_1);
        return Checksum.parse(text).filter(hash -> hash.kind() == kind).map(Checksum::hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
