package org.virnuc.models.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import org.virnuc.files.Digests;

/**
 * The expected hash of a file's content. The hub identifies large files by SHA-256, and small files, which are stored
 * in git, by git's SHA-1 over a header with the length and the content. Other git servers also use the latter.
 *
 * @param kind which hash function
 * @param hex the hash in lower-case hexadecimal
 */
public record Checksum(Kind kind, String hex) {
    /** The two hash functions. */
    public enum Kind {
        SHA256("SHA-256"),
        GIT("git SHA-1");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The name used in messages. */
        public String word() {
            return word;
        }
    }

    /** Parses a hash and infers its kind from its length; empty if the text is not a hash. */
    public static Optional<Checksum> parse(String text) {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]*")) {
            return Optional.empty();
        }
        return switch (hex.length()) {
            case 64 -> Optional.of(new Checksum(Kind.SHA256, hex));
            case 40 -> Optional.of(new Checksum(Kind.GIT, hex));
            default -> Optional.empty();
        };
    }

    /** Hashes a file with the hash function of this kind; returns hexadecimal text. */
    public String of(Path file) throws IOException {
        return of(kind, file);
    }

    /** Hashes a file; returns hexadecimal text. */
    public static String of(Kind kind, Path file) throws IOException {
        if (kind == Kind.SHA256) {
            return Digests.ofFile(file);
        }
        MessageDigest digest = sha1();
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        return Digests.ofFile(digest, file);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
