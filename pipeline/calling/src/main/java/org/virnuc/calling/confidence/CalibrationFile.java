package org.virnuc.calling.confidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.virnuc.engine.UsageException;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.JsonFault;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.models.store.ModelPack;

/**
 * {@code calibration.json}: curves that turn the scores of one model into probabilities, and their origin.
 *
 * @param format {@link #FORMAT}
 * @param version version of the program that fitted the curves
 * @param model the model that the curves belong to
 * @param labelled the labelled sequences that the curves were fitted to
 * @param lengths the curves by chunk length
 */
public record CalibrationFile(
        String format, String version, Model model, Labelled labelled, Map<Integer, LengthCalibration> lengths) {
    public static final String FORMAT = "virnuc-calibration/1";

    /** The name of the file beside the head of a pack. */
    public static final String FILE_NAME = "calibration.json";

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The SHA-256 of each part of a model, as in {@code run.json}. */
    public record Model(String id, String dna, String protein, String head) {
        public static Model of(ModelPack pack) {
            return new Model(
                    pack.id(),
                    pack.dna().sha256(),
                    pack.protein().sha256(),
                    pack.head().sha256());
        }

        boolean fits(ModelPack pack) {
            return dna.equals(pack.dna().sha256())
                    && protein.equals(pack.protein().sha256())
                    && head.equals(pack.head().sha256());
        }
    }

    /**
     * The labelled sequences.
     *
     * @param name of the file, without its folder
     * @param clusters number of clusters; related sequences are in the same cluster
     * @param precision that the encoders computed in
     */
    public record Labelled(
            String name, String sha256, long viralRecords, long hostRecords, long clusters, String precision) {}

    public CalibrationFile {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException("format " + format + " instead of " + FORMAT);
        }
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(labelled, "labelled");
        lengths = new TreeMap<>(Objects.requireNonNull(lengths, "lengths"));
    }

    /** The calibration beside the head of a pack, if it belongs to that pack. */
    static Optional<CalibrationFile> of(ModelPack pack) {
        Path beside = pack.head().path().toAbsolutePath().resolveSibling(FILE_NAME);
        return Files.isRegularFile(beside)
                ? Optional.of(read(beside)).filter(found -> found.model().fits(pack))
                : Optional.empty();
    }

    /**
     * Reads a user's own calibration.
     *
     * @throws UsageException if the file is not a calibration or belongs to another model
     */
    static CalibrationFile read(Path file, ModelPack pack) {
        CalibrationFile found = read(file);
        if (!found.model().fits(pack)) {
            throw new UsageException("`calibration` " + file + " was fitted to the scores of "
                    + found.model().id()
                    + " (head " + brief(found.model().head()) + "), and this run uses " + pack.id() + " (head "
                    + brief(pack.head().sha256()) + "); fit one with: `calibrate`");
        }
        return found;
    }

    /** Reads a calibration of any model. */
    static CalibrationFile read(Path file) {
        try {
            return JSON.readValue(SmallFile.text(file, SmallFile.RECORD), CalibrationFile.class);
        } catch (JsonProcessingException e) {
            throw new UsageException(
                    file + " is not a calibration of virnuc (" + JsonFault.of(e.getOriginalMessage())
                            + "); make one with: `calibrate`",
                    e);
        } catch (SmallFile.TooLargeException e) {
            throw new UsageException(
                    file + " is not a calibration of virnuc (" + e.getMessage() + "); make one with: `calibrate`", e);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read the calibration " + file + " (" + Reason.of(e) + "); check the path", e);
        }
    }

    /** Writes the file atomically. */
    public void write(Path file) throws IOException {
        byte[] text = JSON.writeValueAsBytes(this);
        AtomicFile.write(file, text);
    }

    /** A digest of everything that decides the probabilities at one chunk length. */
    static String digest(LengthCalibration calibration) {
        try {
            return org.virnuc.files.Digests.ofText(JSON.writeValueAsString(calibration));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String brief(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }
}
