package org.virnuc.models.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;

/** The models that come inside VirNuc, as resources; unpacked into the cache, because readers want files. */
final class EmbeddedModels {
    static final String MINI = "virnuc-mini";
    /** What virnuc-mini was trained for. */
    static final Set<Integer> MINI_LENGTHS = Set.of(300, 500);

    /** Beside the head: the one for the DNA vector of a whole chunk. */
    static final String DNA_HEAD = "dna-head.safetensors";

    private static final String RESOURCES = "/org/virnuc/data/models/";
    private static final List<String> FILES = List.of(
            "dna-encoder/config.json",
            "dna-encoder/model.safetensors",
            "dna-encoder/tokenizer.json",
            "protein-encoder/config.json",
            "protein-encoder/model.safetensors",
            "protein-encoder/vocab.txt",
            "head.safetensors",
            DNA_HEAD,
            "calibration.json",
            "distribution.safetensors",
            "precision.json");

    private final Path folder;

    /** Models unpacked to this folder, which is made when needed. */
    EmbeddedModels(Path folder) {
        this.folder = folder;
    }

    /** The pack virnuc-mini, unpacked now when it is not there. */
    ModelPack pack(PartReader reader) throws IOException {
        Path mini;
        try {
            mini = unpackMini(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack the model " + MINI + " to " + folder + ": " + e.getMessage(), e);
        }
        return new ModelPack(
                MINI,
                reader.read(ModelRole.DNA, MINI + "/dna-encoder", mini.resolve("dna-encoder"), Optional.empty()),
                reader.read(
                        ModelRole.PROTEIN,
                        MINI + "/protein-encoder",
                        mini.resolve("protein-encoder"),
                        Optional.empty()),
                reader.read(ModelRole.HEAD, MINI + "/head", mini.resolve("head.safetensors"), Optional.empty()),
                MINI_LENGTHS);
    }

    /** The unpacked files that are not those of this program, such as after a fault of the disk. */
    List<Path> damaged() throws IOException {
        Path mini = unpackMini(folder);
        List<Path> damaged = new ArrayList<>();
        for (String file : FILES) {
            Path unpacked = mini.resolve(file);
            if (!Files.isRegularFile(unpacked) || !Arrays.equals(Files.readAllBytes(unpacked), resource(file))) {
                damaged.add(unpacked);
            }
        }
        return damaged;
    }

    static int fileCount() {
        return FILES.size();
    }

    /** Bytes of virnuc-mini. */
    static long bytes() throws IOException {
        long bytes = 0;
        for (String file : FILES) {
            bytes += resource(file).length;
        }
        return bytes;
    }

    /** The folder of virnuc-mini below this one, named by its content; unpacked now where it or a file of it is not there. */
    private static Path unpackMini(Path models) throws IOException {
        Path folder = models.resolve(MINI + "-" + checksum());
        List<String> missing = missing(folder);
        if (missing.isEmpty()) {
            return folder;
        }
        Files.createDirectories(models);
        // not createTempDirectory, whose folder only its owner may read: a cache may be shared
        Path temporary = Files.createDirectory(models.resolve(MINI + "." + UUID.randomUUID()));
        try {
            for (String file : missing) {
                Path target = temporary.resolve(file);
                Files.createDirectories(target.getParent());
                Files.write(target, resource(file));
            }
            if (missing.size() < FILES.size() || !move(temporary, folder)) {
                fill(temporary, folder, missing(folder));
            }
        } finally {
            if (Files.exists(temporary)) {
                deleteTree(temporary);
            }
        }
        return folder;
    }

    /** The files that the folder lacks. */
    private static List<String> missing(Path folder) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String file : FILES) {
            Path unpacked = folder.resolve(file);
            try {
                Files.readAttributes(unpacked, BasicFileAttributes.class);
            } catch (NoSuchFileException e) {
                missing.add(file);
                continue;
            }
            if (!Files.isReadable(unpacked)) {
                throw new AccessDeniedException(unpacked.toString(), null, "may not be read by this user");
            }
        }
        return missing;
    }

    /** Renames each file into its place, so that another process sees all of it or nothing; the content is the same. */
    private static void fill(Path temporary, Path folder, List<String> missing) throws IOException {
        for (String file : missing) {
            Path from = temporary.resolve(file);
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            if (!Files.exists(from)) { // lost since this process looked
                Files.createDirectories(from.getParent());
                Files.write(from, resource(file));
            }
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Renames the folder; false where another process was faster: that one's stays, for its name and content are the same. */
    private static boolean move(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) { // systems differ in what they call a folder that is there and not empty
                throw e;
            }
            return false;
        }
    }

    /** Tells one build's model from another's; a CRC, because it is asked at every start, and SHA-256 is slow in a cold JVM. */
    private static String checksum() throws IOException {
        CRC32 checksum = new CRC32();
        for (String file : FILES) {
            checksum.update(resource(file));
        }
        return String.format("%08x", checksum.getValue());
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = EmbeddedModels.class.getResourceAsStream(RESOURCES + MINI + "/" + file)) {
            if (in == null) {
                throw new ModelException("the embedded model " + MINI + " is not part of this program (" + file
                        + " is missing); the jar virnuc-data has to be on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
