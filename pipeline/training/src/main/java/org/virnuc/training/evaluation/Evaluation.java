package org.virnuc.training.evaluation;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.calling.accuracy.Measured;
import org.virnuc.calling.accuracy.Reliabilities;
import org.virnuc.files.AtomicFile;

/**
 * What a model is worth on labelled sequences.
 *
 * @param model its name, and SHA-256 of its parts
 * @param data SHA-256 of the labelled files by name
 * @param calibrated whether scores are probabilities
 * @param lengths figures by chunk length
 */
public record Evaluation(
        String format,
        String version,
        Map<String, String> model,
        Map<String, String> data,
        boolean calibrated,
        Map<Integer, Figures> lengths) {
    static final String FORMAT = "virnuc-evaluation/1";

    private static final String FILE_NAME = "evaluation";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Figures at one chunk length. */
    public record Figures(
            List<Unit> units,
            List<Group> groups,
            List<Tier> tiers,
            List<Threshold> thresholds,
            List<Reliabilities.Bin> reliability,
            List<Prevalence> prevalences) {}

    /**
     * Figures of pieces of one size.
     *
     * @param name such as {@code all chunks} or {@code 3 kb}
     * @param scored share of the pieces that have a score; the others count as 0.5
     * @param accuracy by a threshold of 0.5
     */
    public record Unit(
            String name,
            long viral,
            long host,
            int viralClusters,
            int hostClusters,
            double scored,
            Measured auroc,
            Measured accuracy,
            Measured sensitivity,
            Measured falsePositives,
            Measured calibrationError) {}

    /**
     * Figures of a group against all of the other label.
     *
     * @param right share of its chunks on the right side of 0.5
     * @param recordsRight share of its records that are called what they are; those that are not called are not
     */
    public record Group(
            String label, String group, long chunks, double right, Measured auroc, long records, double recordsRight) {}

    /** How many records of a tier are called what they are. */
    public record Tier(String tier, long records, double right) {}

    /** Rates at a threshold. */
    public record Threshold(
            String unit, double threshold, Measured accuracy, Measured sensitivity, Measured falsePositives) {}

    /**
     * Called records in an input with a given share of viral ones.
     *
     * @param rule how they are called
     * @param expected false discovery rate by the probabilities; not a number where nothing is called
     * @param found the true one
     */
    public record Prevalence(double prevalence, String rule, double sensitivity, double expected, Measured found) {}

    /** The files that {@link #write} writes into a folder. */
    public static List<Path> files(Path folder) {
        return List.of(folder.resolve(FILE_NAME + ".json"), folder.resolve(FILE_NAME + ".md"));
    }

    /** Writes {@code evaluation.json} and {@code evaluation.md} into a folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(FILE_NAME + ".json"), JSON.writeValueAsBytes(this));
        AtomicFile.write(folder.resolve(FILE_NAME + ".md"), new EvaluationPage(this).text());
    }
}
