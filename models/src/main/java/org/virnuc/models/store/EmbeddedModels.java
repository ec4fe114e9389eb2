package org.virnuc.models.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.chunkhead.ChunkHeadFiles;

/**
 * The models that come with VirNuc as resources. They are unpacked into the cache, because checkpoint readers need
 * files.
 */
final class EmbeddedModels {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedModels.class);

    static final String MINI = "virnuc-mini";
    /** The chunk lengths that virnuc-mini was trained for. */
    static final Set<Integer> MINI_LENGTHS = Set.of(300, 500);

    /** The file next to the head: a second head, which classifies the DNA vector of a whole chunk. */
    static final String DNA_HEAD = "dna-head.safetensors";

    private static final String RESOURCES = "org/virnuc/data/models/";
    private static final List<String> FILES = List.of(
            "dna-encoder/config.json",
            "dna-encoder/model.safetensors",
            "dna-encoder/tokenizer.json",
            "protein-encoder/config.json",
            "protein-encoder/model.safetensors",
            "protein-encoder/vocab.txt",
            "head.safetensors",
            DNA_HEAD,
            ChunkHeadFiles.JSON,
            ChunkHeadFiles.TENSORS,
            "calibration.json",
            "distribution.safetensors",
            "precision.json");

    private final Path folder;

    /** Unpacks models to this folder, which is created when needed. */
    EmbeddedModels(Path folder) {
        this.folder = folder;
    }

    /** The pack virnuc-mini, unpacked first if it is not there yet. */
    ModelPack pack(PartReader reader) throws IOException {
        Path mini;
        try {
            mini = unpackMini(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack the model " + MINI + " to " + folder + ": " + Reason.of(e), e);
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

    /**
     * Restores unpacked files that differ from the embedded ones, for instance after a disk error.
     *
     * @return the files that were damaged
     */
    List<Path> damaged() throws IOException {
        return unpacked(folder).restore();
    }

    static int fileCount() {
        return FILES.size();
    }

    /** The size of virnuc-mini in bytes. */
    static long bytes() throws IOException {
        long bytes = 0;
        for (String file : FILES) {
            bytes += resource(file).length;
        }
        return bytes;
    }

    /** Makes sure that virnuc-mini's folder contains every file as embedded, and returns the folder. */
    private static Path unpackMini(Path models) throws IOException {
        UnpackedFiles unpacked = unpacked(models);
        for (Path file : unpacked.restore()) {
            LOG.warn("The unpacked file {} of {} was damaged; it has been unpacked again", file, MINI);
        }
        return unpacked.folder();
    }

    /**
     * The files of virnuc-mini, in a folder named after their content, so that different builds do not share it. The
     * name contains a CRC instead of a SHA-256, because it is computed at every start and SHA-256 is slow in a JVM that
     * has just started.
     */
    private static UnpackedFiles unpacked(Path models) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        CRC32 checksum = new CRC32();
        for (String file : FILES) {
            byte[] content = resource(file);
            checksum.update(content);
            contents.put(file, content);
        }
        return new UnpackedFiles(models.resolve(MINI + "-" + String.format("%08x", checksum.getValue())), contents);
    }

    private static byte[] resource(String file) throws IOException {
        // A class finds only the resources of its own module, and the model is in another.
        try (InputStream in =
                EmbeddedModels.class.getClassLoader().getResourceAsStream(RESOURCES + MINI + "/" + file)) {
            if (in == null) {
                throw new ModelException("the embedded model " + MINI + " is not part of this program (" + file
                        + " is missing); the jar virnuc-data has to be on the class path or the module path");
            }
            return in.readAllBytes();
        }
    }
}
