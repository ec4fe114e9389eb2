package org.virnuc.models.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.files.JsonFault;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;

/**
 * {@code pack.json}, the manifest of a folder with a head of a user's own. It is written last and vouches for every file
 * of the folder; encoders are referred to, never copied.
 *
 * @param format {@link #FORMAT}
 * @param lengths chunk lengths that the head was trained for
 * @param files SHA-256 of every other file of the folder by name
 */
public record PackFile(
        String format, String name, List<Integer> lengths, Encoder dna, Encoder protein, Map<String, String> files) {
    public static final String FORMAT = "virnuc-pack/1";
    public static final String FILE_NAME = "pack.json";

    /** The beginning of the names of files for people, which may be edited. */
    public static final String CARD = "model-card";

    /** The head's file in the folder. */
    public static final String HEAD = "head.safetensors";

    /** The file of the head for DNA alone. */
    public static final String DNA_HEAD = EmbeddedModels.DNA_HEAD;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * An encoder that the head was trained on.
     *
     * @param model its name or path as a user gave it
     * @param path where it was
     * @param sha256 the digest of its {@link ModelPart}
     */
    public record Encoder(String model, String path, String sha256) {
        public Encoder {
            if (model == null || path == null || sha256 == null) {
                throw new IllegalArgumentException("an encoder without model, path or sha256");
            }
        }

        /** Describes a part. */
        public static Encoder of(String model, ModelPart part) {
            return new Encoder(model, part.path().toAbsolutePath().toString(), part.sha256());
        }
    }

    public PackFile {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("format " + format + " instead of " + FORMAT);
        }
        if (name == null || lengths == null || dna == null || protein == null || files == null) {
            throw new IllegalArgumentException("name, lengths, dna, protein or files are missing");
        }
        if (!files.containsKey(HEAD)) {
            throw new IllegalArgumentException("no " + HEAD + " among its files");
        }
        lengths = List.copyOf(lengths);
    }

    /** Describes a folder whose files have all been written, and writes the manifest. */
    public static void write(Path folder, String name, List<Integer> lengths, Encoder dna, Encoder protein)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (var entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
                String entry = String.valueOf(file.getFileName());
                if (!entry.equals(FILE_NAME) && !entry.startsWith(".")) {
                    files.put(entry, Digests.ofFile(file));
                }
            }
        }
        PackFile pack = new PackFile(FORMAT, name, lengths, dna, protein, files);
        AtomicFile.write(folder.resolve(FILE_NAME), JSON.writeValueAsBytes(pack));
    }

    /** Whether a text is the path of a folder with a manifest. */
    static boolean isIn(String text) {
        try {
            return Files.isRegularFile(Path.of(text).resolve(FILE_NAME));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Reads a folder's manifest and checks every file that it lists, except those for people.
     *
     * @throws ModelException if the manifest or a file is not what was written
     */
    static PackFile read(Path folder) throws IOException {
        Path manifest = folder.resolve(FILE_NAME);
        PackFile pack;
        try {
            pack = JSON.readValue(Files.readAllBytes(manifest), PackFile.class);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    manifest + " is damaged (" + JsonFault.of(e.getOriginalMessage()) + "); train the model again", e);
        }
        for (Map.Entry<String, String> file : pack.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            boolean edited = file.getKey().startsWith(CARD);
            if (!edited && (!Files.isRegularFile(path) || !Digests.ofFile(path).equals(file.getValue()))) {
                throw new ModelException(
                        path + " is " + (Files.isRegularFile(path) ? "not what was written" : "missing") + ", says "
                                + FILE_NAME + "; restore it, or train the model again");
            }
        }
        return pack;
    }

    Encoder encoder(ModelRole role) {
        return role == ModelRole.DNA ? dna : protein;
    }
}
